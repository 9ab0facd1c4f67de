// Whole answers, small enough to be held as one text. Content types and headers are those of Jaeger 1.76.
import type { ServerResponse } from 'node:http';
import { failureBody } from '../render/envelope.ts';
import { Indenter } from '../render/indenter.ts';
import { type Exchange, wantsPretty } from './exchange.ts';

export const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** 200 with compact JSON, indented where the client asked for that. */
export function sendJson(exchange: Exchange, json: string): void {
  const body = Buffer.from(wantsPretty(exchange) ? new Indenter().add(json) : json);
  exchange.response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': body.length }).end(body);
}

/** The error envelope as plain text with a newline: how Go's http.Error sends it. */
export function sendFailure(response: ServerResponse, status: number, msg: string): void {
  sendText(response, status, `${failureBody(status, msg)}\n`);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, {
    'content-type': TEXT_TYPE,
    'x-content-type-options': 'nosniff',
    'content-length': body.length,
  });
  response.end(body);
}

export function sendNotFound(response: ServerResponse): void {
  sendText(response, 404, '404 page not found\n');
}

/** Without body and content type. */
export function sendEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end();
}
