import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const NOTICE_MILLISECONDS = 5000;

export async function startPeer() {
  const peer = new Peer(spawn(process.execPath, [fileURLToPath(new URL('peer.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  }));
  peer.greeting = await peer.firstLine;
  return peer;
}

class Peer {
  pending = new Map();
  notices = [];
  strayLines = [];
  nextId = 1;

  constructor(child) {
    this.child = child;
    this.exited = new Promise((resolve) => child.on('exit', (code) => this.#end(code, resolve)));
    this.firstLine = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => this.#take(line, resolve));
    });
  }

  async call(name, args = {}) {
    const answer = await this.request({ id: this.nextId++, call: name, ...args });
    if ('error' in answer) {
      throw new Error(answer.error);
    }
    return answer.ok;
  }

  request(request) {
    return this.#write(request.id, JSON.stringify(request));
  }

  // A line that cannot be read as a request is answered with a null id.
  writeLine(line) {
    return this.#write(null, line);
  }

  async notice(expected) {
    const matches = (notice) => Object.entries(expected).every(([name, value]) => notice[name] === value);
    const deadline = performance.now() + NOTICE_MILLISECONDS;
    while (performance.now() < deadline) {
      const index = this.notices.findIndex(matches);
      if (index >= 0) {
        return this.notices.splice(index, 1)[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no notice ${JSON.stringify(expected)}; there are ${JSON.stringify(this.notices)}`);
  }

  close() {
    this.child.stdin.end();
    return this.exited;
  }

  #write(id, line) {
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.child.stdin.write(`${line}\n`);
    });
  }

  #take(line, onGreeting) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      this.strayLines.push(line);
      return;
    }
    if (message.ready) {
      onGreeting(message);
    } else if (message.notice) {
      this.notices.push(message);
    } else {
      this.pending.get(message.id)?.resolve(message);
      this.pending.delete(message.id);
    }
  }

  #end(code, resolve) {
    this.pending.forEach(({ reject }) => reject(new Error(`the peer ended with code ${code}`)));
    resolve(code);
  }
}
