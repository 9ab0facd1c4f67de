// Everything that is not API: /static/* from the page's folder, and index.html for any other path, because
// the UI routes inside the browser.
import type { Logger } from '@spoor/core';
import express, { type RequestHandler, type Response } from 'express';
import { sendNotFound } from '../http/respond.ts';
import { contentPolicy } from './content-policy.ts';
import { type PageFacts, renderIndex, type UiConfig } from './index-page.ts';
import type { PageFiles } from './page-files.ts';
import type { UiConfigFile } from './ui-config-file.ts';

export interface PagesParts {
  readonly files: PageFiles;
  readonly facts: PageFacts;
  readonly uiConfig: UiConfigFile;
  readonly logAccess: boolean;
  readonly logger: Logger;
}

export function pages(parts: PagesParts): RequestHandler {
  const files = staticFiles(parts);
  const index = indexPage(parts);
  return (request, response, next) => {
    const handler = /^\/(static\/|favicon\.ico$)/.test(request.path) ? files : index;
    return handler(request, response, next);
  };
}

/** express.static keeps requests inside the folder, and answers conditions and ranges. */
function staticFiles({ files, logAccess, logger }: PagesParts): RequestHandler {
  const folder = express.static(files.folder, { index: false, redirect: false, dotfiles: 'ignore' });
  return (request, response, next) => {
    if (logAccess) logger.info('static asset', { path: request.path });
    response.setHeader('x-content-type-options', 'nosniff');
    const missing = (): void => sendNotFound(response);
    if (files.folder === '') return missing();
    return folder(request, response, (thrown?: unknown) => (thrown === undefined ? missing() : next(thrown)));
  };
}

interface Rendered {
  readonly config: UiConfig;
  readonly body: Buffer;
  /** Null for a UI that is not ours: what it loads is its own affair. */
  readonly policy: string | null;
}

function indexPage({ files, facts, uiConfig }: PagesParts): RequestHandler {
  let rendered: Rendered | null = null;
  return async (_request, response) => {
    const config = await uiConfig.current();
    if (rendered?.config !== config) {
      const page = renderIndex(files.template, facts, config);
      rendered = { config, body: Buffer.from(page), policy: files.ours ? contentPolicy(page) : null };
    }
    sendPage(response, rendered);
  };
}

function sendPage(response: Response, { body, policy }: Rendered): void {
  if (policy !== null) response.setHeader('content-security-policy', policy);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
