//! A wire between two programs, in the weather a test makes: slow, torn at any byte, or swallowing all without a word.

use rand::{Rng, SeedableRng, rngs::StdRng};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often a waiting wire looks at the weather.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Clear,
    /// So long a way, and so many bytes at once.
    Slow {
        delay: Duration,
        bytes: usize,
    },
    /// A connection is torn after a random number of bytes up to this, in whichever direction.
    Torn(usize),
    /// Nothing comes through, and nobody is told: connections that were there then never carry anything again.
    Swallowing,
}

/// The wire: whoever connects to `address` speaks with the target.
pub struct Wire {
    pub address: String,
    air: Arc<Air>,
    door: Option<JoinHandle<()>>,
}

struct Air {
    weather: Mutex<Weather>,
    random: Mutex<StdRng>,
    over: AtomicBool,
    pairs: Mutex<Vec<Arc<Pair>>>,
}

/// One connection and what carries it on.
struct Pair {
    ends: [TcpStream; 2],
    /// Lost something: what it would carry now were a lie.
    dead: AtomicBool,
    /// Bytes until it is torn.
    left: Mutex<Option<usize>>,
}

impl Air {
    fn weather(&self) -> Weather {
        *self.weather.lock().unwrap()
    }
}

impl Wire {
    pub fn to(target: &str, seed: u64) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let air = Arc::new(Air {
            weather: Mutex::new(Weather::Clear),
            random: Mutex::new(StdRng::seed_from_u64(seed)),
            over: AtomicBool::new(false),
            pairs: Mutex::default(),
        });
        let (there, target) = (air.clone(), target.to_owned());
        let door = std::thread::spawn(move || {
            let mut carriers = Vec::new();
            while !there.over.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => carriers.extend(carry(&there, stream, &target)),
                    Err(_) => std::thread::park_timeout(LOOK),
                }
            }
            for carrier in carriers {
                carrier.join().unwrap();
            }
        });
        Wire { address, air, door: Some(door) }
    }

    pub fn set(&self, weather: Weather) {
        *self.air.weather.lock().unwrap() = weather;
    }

    /// Tears every connection there is, at once.
    pub fn cut(&self) {
        for pair in self.air.pairs.lock().unwrap().drain(..) {
            pair.tear();
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.air.over.store(true, Ordering::Relaxed);
        self.cut();
        if let Some(door) = self.door.take() {
            let _ = door.join();
        }
    }
}

impl Pair {
    fn tear(&self) {
        for end in &self.ends {
            // It may be gone already.
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// Of so many bytes, how many come through before the wire is torn.
    fn let_through(&self, air: &Air, bytes: usize) -> usize {
        let mut left = self.left.lock().unwrap();
        let Weather::Torn(most) = air.weather() else {
            *left = None;
            return bytes;
        };
        let rest = left.get_or_insert_with(|| air.random.lock().unwrap().random_range(1..most));
        let through = bytes.min(*rest);
        *rest -= through;
        through
    }
}

/// Carries a connection on, each direction by a thread; none when the target is not there.
fn carry(air: &Arc<Air>, stream: TcpStream, target: &str) -> Vec<JoinHandle<()>> {
    let Ok(further) = TcpStream::connect(target) else { return Vec::new() };
    for end in [&stream, &further] {
        end.set_nonblocking(false).unwrap();
        end.set_nodelay(true).unwrap();
        end.set_read_timeout(Some(LOOK)).unwrap();
    }
    let pair =
        Arc::new(Pair { ends: [stream, further], dead: AtomicBool::new(false), left: Mutex::new(None) });
    let mut pairs = air.pairs.lock().unwrap();
    pairs.retain(|pair| Arc::strong_count(pair) > 1);
    pairs.push(pair.clone());
    drop(pairs);
    let directions = [(0, 1), (1, 0)];
    directions
        .map(|(from, to)| {
            let (air, pair) = (air.clone(), pair.clone());
            std::thread::spawn(move || pump(&air, &pair, (&pair.ends[from], &pair.ends[to])))
        })
        .into()
}

/// One direction of a connection until one of its ends is gone.
fn pump(air: &Air, pair: &Pair, (mut from, mut to): (&TcpStream, &TcpStream)) {
    let mut buffer = [0; 16 * 1024];
    while !air.over.load(Ordering::Relaxed) {
        let most = match air.weather() {
            Weather::Slow { bytes, .. } => bytes.min(buffer.len()),
            _ => buffer.len(),
        };
        let read = match from.read(&mut buffer[..most]) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(_) => break,
        };
        if air.weather() == Weather::Swallowing {
            pair.dead.store(true, Ordering::Relaxed);
        }
        if pair.dead.load(Ordering::Relaxed) {
            continue;
        }
        if let Weather::Slow { delay, .. } = air.weather() {
            std::thread::park_timeout(delay);
        }
        let through = pair.let_through(air, read);
        if to.write_all(&buffer[..through]).is_err() || through < read {
            break;
        }
    }
    // Who is gone at one end is not told of at the other while nothing comes through.
    if !pair.dead.load(Ordering::Relaxed) && air.weather() != Weather::Swallowing {
        pair.tear();
    }
}
