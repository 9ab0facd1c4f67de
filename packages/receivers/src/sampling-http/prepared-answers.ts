// SamplingAnswers as node:http sends them fastest: the body as a string of bytes, which goes out in one write together
// with the headers, and the headers as a flat list.
import type { SamplingAnswer } from '@spoor/core';

/** `named`: the enum as text; `legacy`: as a number. */
export type SamplingForm = 'named' | 'legacy';

export interface PreparedAnswer {
  /** Name, value, name, value. */
  readonly headers: string[];
  /** A byte in each unit: to be written as latin1. */
  readonly body: string;
}

/** Kept for as long as the provider keeps the answer. */
export class PreparedAnswers {
  readonly #prepared: Readonly<Record<SamplingForm, WeakMap<SamplingAnswer, PreparedAnswer>>> = {
    named: new WeakMap(),
    legacy: new WeakMap(),
  };

  /** Null when the answer has no such form. */
  of(form: SamplingForm, answer: SamplingAnswer): PreparedAnswer | null {
    const known = this.#prepared[form].get(answer);
    if (known !== undefined) return known;
    const bytes = form === 'named' ? answer.json : answer.legacyJson;
    if (bytes === null) return null;
    const prepared: PreparedAnswer = {
      headers: ['Content-Type', 'application/json', 'Content-Length', String(bytes.length)],
      body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    };
    this.#prepared[form].set(answer, prepared);
    return prepared;
  }
}
