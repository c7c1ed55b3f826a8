//! The arithmetic of a promise, step by step, as it is stored and shown.

use super::Amount;
use super::due::PauseReason;
use crate::{Day, Half, Moment};
use serde::{Deserialize, Serialize};

/// What an added amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddedLabel {
    /// The term itself.
    Base,
    /// Verification on the spot.
    Verification,
}

/// One step from receipt to the promised moment, in the order they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum DueStep {
    /// The dossier came in.
    Received {
        /// When.
        at: Moment,
    },
    /// It came outside office hours and counts from the next opening.
    MovedToOpening {
        /// When the office opens.
        to: Moment,
    },
    /// It came after the cutoff and counts from the next working day.
    MovedByCutoff {
        /// The beginning of that day.
        to: Moment,
    },
    /// Missing papers came in and the term began anew (Decree 61/2018 art. 19.4).
    Restarted {
        /// From when it counts again.
        at: Moment,
    },
    /// The procedure has several terms and this one applies.
    ChosenTerm {
        /// The case, as the procedure names it.
        label: String,
        /// The text it rests on; empty where none is known.
        basis: String,
    },
    /// What a pause rests on.
    NotCounted {
        /// The text.
        basis: String,
    },
    /// The clock stood still.
    Paused {
        /// From when.
        from: Moment,
        /// Until when; open while it still stands.
        to: Option<Moment>,
        /// Why.
        reason: PauseReason,
        /// What is not counted, in the term's own unit; nothing while open.
        stopped: Option<Amount>,
    },
    /// Time was added.
    Added {
        /// For what.
        label: AddedLabel,
        /// How much.
        amount: Amount,
    },
    /// Done the day it is received.
    SameDay,
    /// One agency's part.
    Leg {
        /// Who works.
        name: String,
        /// Which agency, by its key.
        agency: Option<String>,
        /// How long it has.
        amount: Amount,
        /// Until when.
        until: Moment,
    },
    /// Weekend days passed over.
    SkippedWeekend {
        /// How many.
        count: u32,
    },
    /// A holiday passed over.
    SkippedHoliday {
        /// Which day.
        day: Day,
        /// Its Vietnamese name.
        name: String,
    },
    /// A day of which only the morning is worked does not count in terms.
    HalfMorningNotCounted {
        /// Which day.
        day: Day,
    },
    /// A make-up working day counted.
    MakeUpCounted {
        /// Which day.
        day: Day,
    },
    /// Public posting is not within the term.
    PostingNotCounted {
        /// How long it lasts.
        amount: Amount,
    },
    /// The promise was put off, once, with an apology (Decree 61/2018 art. 19.9).
    Extended {
        /// By how much, when given as an amount.
        by: Option<Amount>,
        /// The new promise.
        to: Moment,
    },
    /// The promise falls at the end of a half-day.
    HalfDayRule {
        /// Which half.
        half: Half,
        /// When it ends.
        until: Moment,
    },
    /// The promised moment.
    Due {
        /// When.
        at: Moment,
    },
    /// No date is promised.
    NoPromise,
}
