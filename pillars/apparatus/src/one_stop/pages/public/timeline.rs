//! What happened to a dossier, from its journal, in words for the applicant: acts the law tells them of, never notes
//! that officials write to each other, never an official's name.

use super::status::Reader;
use crate::one_stop::store::Dossier;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::journal::Entry;
use serde_json::Value as Json;
use ui::{Link, Timeline, TimelineItem, Tone};

/// An act that is told.
struct Told {
    action: &'static str,
    tone: Tone,
    /// The reason given was written to the applicant.
    reason: bool,
    /// The paper that goes with it.
    form: Option<&'static str>,
}

const fn told(action: &'static str, tone: Tone) -> Told {
    Told { action, tone, reason: false, form: None }
}

const TOLD: [Told; 18] = [
    told("file", Tone::Neutral),
    told("receive", Tone::Info),
    Told { action: "refuse_receipt", tone: Tone::Bad, reason: true, form: Some("03") },
    // Its content stands in full in the box above the timeline.
    Told { action: "ask_supplement", tone: Tone::Warn, reason: false, form: Some("02") },
    told("hand_in", Tone::Info),
    told("supplement", Tone::Info),
    told("transfer", Tone::Info),
    Told { action: "ask_payment", tone: Tone::Warn, reason: true, form: None },
    told("pay", Tone::Info),
    Told { action: "extend", tone: Tone::Warn, reason: true, form: Some("04") },
    Told { action: "apologise", tone: Tone::Warn, reason: true, form: Some("04") },
    told("recompute_due", Tone::Neutral),
    Told { action: "settle", tone: Tone::Good, reason: true, form: None },
    told("return_result", Tone::Good),
    Told { action: "ask_withdrawal", tone: Tone::Warn, reason: true, form: None },
    told("keep_on", Tone::Info),
    Told { action: "confirm_withdrawal", tone: Tone::Bad, reason: false, form: Some("05d") },
    Told { action: "stop", tone: Tone::Bad, reason: true, form: Some("05d") },
];

/// The acts a reader is told of, newest first as the journal gives them.
pub fn of(ctx: &Ctx, dossier: &Dossier, entries: &[Entry], reader: Reader) -> Timeline {
    let mut shown: Vec<&'static str> = Vec::new();
    let items = entries
        .iter()
        .filter_map(|entry| TOLD.iter().find(|t| t.action == entry.action).map(|t| (t, entry)))
        .map(|(told, entry)| {
            // A paper is always the latest of its kind, so only the latest act offers it.
            let form = told.form.filter(|form| reader == Reader::Owner && !shown.contains(form));
            shown.extend(form);
            item(ctx, dossier, told, entry, reader, form)
        })
        .collect();
    Timeline { items }
}

fn item(
    ctx: &Ctx,
    dossier: &Dossier,
    told: &Told,
    entry: &Entry,
    reader: Reader,
    form: Option<&str>,
) -> TimelineItem {
    let refused = told.action == "settle" && word(&entry.after, "outcome").as_deref() == Some("refused");
    let key = if refused { "settle-refused".to_owned() } else { told.action.replace('_', "-") };
    let mut text: Vec<String> = new_promise(told.action, entry)
        .map(|due| ctx.tn("one-stop-track-new-due", &[("due", due.vn())]))
        .into_iter()
        .collect();
    text.extend(expected(entry).map(|day| ctx.tn("one-stop-track-expected", &[("day", day.vn())])));
    if reader == Reader::Owner && told.reason {
        text.extend(entry.reason.clone());
    }
    let links = form
        .map(|form| {
            Link::new(
                format!("/theo-doi/{}/in/{form}", dossier.tracking_key),
                ctx.t(&format!("one-stop-track-paper-{form}")),
            )
        })
        .into_iter()
        .collect();
    TimelineItem {
        title: ctx.t(&format!("one-stop-track-event-{key}")),
        at: entry.moment().vn(),
        by: String::new(),
        text: text.join(" "),
        tone: if refused { Tone::Bad } else { told.tone },
        links,
    }
}

/// The promise an act made or moved.
fn new_promise(action: &str, entry: &Entry) -> Option<Moment> {
    if !matches!(action, "receive" | "supplement" | "pay" | "extend" | "recompute_due") {
        return None;
    }
    let after: Json = serde_json::from_str(&entry.after).ok()?;
    after.get("due_at").and_then(Json::as_i64).map(Moment::from_micros)
}

/// The day on which the result is expected, as an apology for a promise that has passed tells it.
pub fn expected(entry: &Entry) -> Option<Day> {
    if entry.action != "apologise" {
        return None;
    }
    word(&entry.after, "apology_expected_on")?.parse().ok()
}

fn word(after: &str, field: &str) -> Option<String> {
    let after: Json = serde_json::from_str(after).ok()?;
    after.get(field).and_then(Json::as_str).map(str::to_owned)
}
