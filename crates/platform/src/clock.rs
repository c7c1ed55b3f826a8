//! The one place that asks the system for the time.
//! Everything else receives a `Clock`, which a test or a demo city may set.

use kernel::Moment;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Source of "now": the system's clock, shifted or standing still.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    /// The system's time plus an offset in microseconds.
    Running(i64),
    /// A moment that moves only when told to.
    Standing(AtomicI64),
}

impl Clock {
    /// The system's own time.
    pub fn system() -> Clock {
        Clock(Arc::new(Kind::Running(0)))
    }

    /// A running clock that shows `start` now: a demo city lives in its own year.
    pub fn starting_at(start: Moment) -> Clock {
        Clock(Arc::new(Kind::Running(start.micros() - system_micros())))
    }

    /// A running clock that is `offset` microseconds off the system's.
    pub fn shifted(offset: i64) -> Clock {
        Clock(Arc::new(Kind::Running(offset)))
    }

    /// How far a running clock is off the system's, microseconds.
    pub fn offset(&self) -> i64 {
        match &*self.0 {
            Kind::Running(offset) => *offset,
            Kind::Standing(_) => 0,
        }
    }

    /// A clock that stands at `at` until [`Clock::set`].
    pub fn standing_at(at: Moment) -> Clock {
        Clock(Arc::new(Kind::Standing(AtomicI64::new(at.micros()))))
    }

    /// The present moment, in whole microseconds (PostgreSQL keeps no more).
    pub fn now(&self) -> Moment {
        match &*self.0 {
            Kind::Running(offset) => Moment::from_micros(system_micros() + offset),
            Kind::Standing(at) => Moment::from_micros(at.load(Ordering::SeqCst)),
        }
    }

    /// What time it is outside: a demo city lives in its own year, the telephone of whoever tries it does not.
    pub fn outside(&self) -> Moment {
        Moment::from_micros(self.now().micros() - self.offset())
    }

    /// Moves a standing clock; a running one is left alone.
    pub fn set(&self, at: Moment) {
        if let Kind::Standing(now) = &*self.0 {
            now.store(at.micros(), Ordering::SeqCst);
        }
    }

    /// Whether this clock differs from the system's: screens say so.
    pub fn is_shifted(&self) -> bool {
        !matches!(&*self.0, Kind::Running(0))
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock itself is the one that may ask")]
fn system_micros() -> i64 {
    chrono::Utc::now().timestamp_micros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_of_a_demo_city_it_is_the_systems_time() {
        let demo = Clock::starting_at(Moment::from_micros(0));
        let apart = demo.outside().minutes_until(Clock::system().now());
        assert!((0..=1).contains(&apart), "{apart}");
        assert!(demo.now().minutes_until(Clock::system().now()) > 1_000_000);
        let standing = Clock::standing_at(Moment::from_micros(7));
        assert_eq!(standing.outside(), standing.now());
    }
}
