import { Writable } from 'node:stream';

/** Keeps what is written, as text. */
export class TextStream extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  get lines(): readonly string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }
}
