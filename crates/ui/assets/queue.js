// The queue's screens: the part that changes is fetched anew, and a new call is spoken in Vietnamese, or rung where the browser
// has no Vietnamese voice. Without this file the page loads itself anew.

const part = document.querySelector("[data-queue]");
const button = document.querySelector("[data-queue-sound]");
const seen = new Set();
let sound = null;

const calls = (root) => [...root.querySelectorAll("[data-call]")];
for (const call of calls(document)) seen.add(call.dataset.call);

// A browser lets a page sound only after somebody has asked for it.
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    sound = new AudioContext();
    button.textContent = button.dataset.on;
    button.disabled = true;
    ring();
  });
}

// Two tones of a bell, falling.
const ring = () => {
  [880, 660].forEach((pitch, at) => {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    const from = sound.currentTime + at * 0.35;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.4, from);
    loud.gain.exponentialRampToValueAtTime(0.001, from + 0.8);
    tone.connect(loud).connect(sound.destination);
    tone.start(from);
    tone.stop(from + 0.8);
  });
};

const announce = (text) => {
  if (!sound) return;
  ring();
  const voice = window.speechSynthesis?.getVoices().find((v) => v.lang.toLowerCase().startsWith("vi"));
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  setTimeout(() => speechSynthesis.speak(words), 900);
};

// A desk left alone does not hold its session open: after twenty minutes without a hand on it the page rests.
const REST = 20 * 60 * 1000;
let touched = Date.now();
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => (touched = Date.now()));

const again = async () => {
  const desk = part.dataset.queueSeconds;
  if (desk && (document.hidden || Date.now() - touched > REST)) return;
  // What somebody is about to press stays where it is.
  if (desk && part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(part.dataset.queue, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-queue]");
    // The ticket has ended: the page says so once more, and rests.
    if (!fresh) return location.reload();
    if (fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    // The earliest of several new calls is spoken first.
    for (const call of calls(part).reverse()) {
      if (seen.has(call.dataset.call)) continue;
      seen.add(call.dataset.call);
      announce(call.dataset.say);
    }
  } catch {
    // Without a connection the last calls stay; the next try comes by itself.
  }
};

if (part) setInterval(again, 1000 * Number(part.dataset.queueSeconds ?? 4));
