// The gateway's signature with Node's `crypto`. See README.md for the orders it takes.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

const folder = process.argv[2];
const request = {};
const keys = new Map();

function key(bits, half) {
  const name = `merchant_${bits}.${half}.pem`;
  if (!keys.has(name)) {
    const pem = fs.readFileSync(path.join(folder, name));
    keys.set(name, half === 'public' ? crypto.createPublicKey(pem) : crypto.createPrivateKey(pem));
  }
  return keys.get(name);
}

function source() {
  const lower = (a, b) => {
    const [x, y] = [a.toLowerCase(), b.toLowerCase()];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  return Object.keys(request)
    .filter((name) => name !== 'sign' && request[name] !== '')
    .sort(lower)
    .map((name) => `${name}=${request[name]}`)
    .join('&');
}

function sign(text, hash, bits) {
  return crypto.sign(hash, Buffer.from(text), key(bits, 'pkcs8')).toString('base64');
}

function verify(text, hash, bits, signature) {
  return crypto.verify(hash, Buffer.from(text), key(bits, 'public'), Buffer.from(signature, 'base64'));
}

// The compiler must not find out that nobody looks at the results.
let seen = 0;

function time(times, work) {
  const started = process.hrtime.bigint();
  for (let done = 0; done < times; done += 1) {
    seen += work().length ?? 1;
  }
  return process.hrtime.bigint() - started;
}

function timed([what, ...rest]) {
  if (what === 'source') return time(Number(rest[0]), source);
  const [hash, bits, times] = rest;
  const text = source();
  const signature = sign(text, hash, bits);
  if (what === 'sign') return time(Number(times), () => sign(text, hash, bits));
  return time(Number(times), () => {
    if (!verify(text, hash, bits, signature)) throw new Error('its own signature does not verify');
    return '';
  });
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [order, ...rest] = line.split(' ');
  const answer = (text) => process.stdout.write(`${text}\n`);
  if (order === 'field') request[rest[0]] = rest.slice(1).join(' ');
  else if (order === 'source') answer(source());
  else if (order === 'sign') answer(sign(source(), rest[0], rest[1]));
  else if (order === 'verify') answer(verify(source(), rest[0], rest[1], rest[2]));
  else if (order === 'time') answer(timed(rest));
  else throw new Error(`no such order: ${line}`);
});
