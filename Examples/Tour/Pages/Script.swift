import Aloft

/// What makes the samples live in a browser; without it their links simply open.
enum Script {
  // Ours, and no value from outside in it. Answers are put into the page as text, or into a sandboxed frame.
  static let javaScript = HTML(
    safe: """
      const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
      const shownFields = ['content-type', 'content-length', 'location', 'allow', 'retry-after', 'cache-control',
        'content-disposition', 'last-modified', 'x-tour'];

      async function send(trial) {
        const sample = trial.closest('.sample'), answer = sample.querySelector('.answer');
        sample.querySelectorAll('[data-trial]').forEach(other => other.classList.toggle('on', other === trial));
        sample.stop?.abort();
        const stop = sample.stop = new AbortController();
        const method = trial.dataset.method || 'GET', address = trial.getAttribute('href') || trial.dataset.address;
        answer.replaceChildren(make('p', 'hint', 'Waiting …'));
        try {
          const response = await fetch(address,
            { method, body: trial.dataset.body || undefined, signal: stop.signal, cache: 'no-store' });
          await show(response, answer);
        } catch (error) {
          if (error.name !== 'AbortError') answer.append(make('p', 'status bad', String(error)));
        }
      }

      async function show(response, answer) {
        const status = make('p', 'status ' + (response.ok ? 'good' : 'bad'), response.status + ' ' + response.statusText);
        const fields = shownFields.filter(name => response.headers.has(name))
          .map(name => name + ': ' + response.headers.get(name));
        if (response.redirected) {
          const url = new URL(response.url);
          fields.unshift('redirected to ' + url.pathname + url.search);
        }
        const body = make('pre', 'body', '');
        answer.replaceChildren(status, make('pre', 'fields', fields.join('\\n')), body);
        const type = response.headers.get('content-type') || '';
        if (type.startsWith('image/')) {
          body.replaceWith(Object.assign(make('img', 'shown', ''), { src: response.url, alt: '' }));
          return response.body.cancel();
        }
        if (response.body) {
          const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
          for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
            body.textContent += piece.value;
            body.scrollTop = body.scrollHeight;
          }
        }
        if (!body.textContent) body.textContent = '(no body)';
        if (type.startsWith('text/html')) {
          const frame = make('iframe', '', '');
          frame.setAttribute('sandbox', '');
          frame.srcdoc = body.textContent;
          answer.append(frame);
        }
      }

      document.querySelectorAll('.sample').forEach(sample => {
        const trials = sample.querySelectorAll('[data-trial]');
        trials.forEach(trial => trial.addEventListener('click', event => { event.preventDefault(); send(trial); }));
        if (trials[0]?.matches('a')) send(trials[0]);
      });
      """)
}
