// What a server counts, as Prometheus sees it.

/** Sum of the samples of one metric whose labels hold every text in `labels`, e.g. `result="ok"`; 0 when there are none. */
export async function scrapeSum(admin: string, name: string, ...labels: readonly string[]): Promise<number> {
  const answer = await fetch(`${admin}/metrics`);
  if (answer.status !== 200) throw new Error(`${admin}/metrics: ${answer.status}`);
  const samples = (await answer.text()).matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, 'gm'));
  return [...samples]
    .filter(([, labelText = '']) => labels.every((label) => labelText.includes(label)))
    .reduce((sum, [, , value]) => sum + Number(value), 0);
}
