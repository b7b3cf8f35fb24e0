// One of the processes that a user would start by hand: one thread, batches made ready before the clock starts, each padded to its longest text,
// the library's own options. Commands come on stdin, one a line; answers go to stdout as JSON, one a line.
//   {"model": file, "batches": [[[id, …], …], …]}   loads the model and makes the tensors
//   run                                             embeds everything: mean over the tokens, unit length
import { createInterface } from 'node:readline';
import { Tensor, InferenceSession } from 'onnxruntime-node';

const dimensions = 384;
let session;
let batches;

function prepare(texts) {
  const width = Math.max(...texts.map((ids) => ids.length));
  const shape = [texts.length, width];
  const ids = new BigInt64Array(texts.length * width);
  const mask = new BigInt64Array(texts.length * width);
  texts.forEach((text, row) => text.forEach((id, at) => {
    ids[row * width + at] = BigInt(id);
    mask[row * width + at] = 1n;
  }));
  return {
    width,
    lengths: texts.map((text) => text.length),
    feeds: {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    },
  };
}

function pool(states, width, lengths) {
  return lengths.map((length, row) => {
    const vector = new Float32Array(dimensions);
    for (let token = 0; token < length; token++) {
      const start = (row * width + token) * dimensions;
      for (let i = 0; i < dimensions; i++) vector[i] += states[start + i];
    }
    let squares = 0;
    for (let i = 0; i < dimensions; i++) squares += vector[i] * vector[i];
    const norm = Math.sqrt(squares);
    for (let i = 0; i < dimensions; i++) vector[i] /= norm;
    return vector;
  });
}

async function embed(some) {
  let last;
  for (const { feeds, width, lengths } of some) last = pool((await session.run(feeds)).last_hidden_state.data, width, lengths);
  return last;
}

const answer = (value) => process.stdout.write(JSON.stringify(value) + '\n');

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'run') {
    const cpu = process.cpuUsage();
    await embed(batches);
    const { user, system } = process.cpuUsage(cpu);
    answer({ cpuSeconds: (user + system) / 1e6, memoryBytes: process.resourceUsage().maxRSS * 1024 });
  } else {
    const task = JSON.parse(line);
    session = await InferenceSession.create(task.model, { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all', logSeverityLevel: 3 });
    batches = task.batches.map(prepare);
    await embed(batches.slice(0, 8));
    answer({ ready: true });
  }
}
