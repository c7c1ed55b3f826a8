//! Pages of the counter: kiosk, display, call desk, board, tickets, times, offices, appointments.

pub(super) mod board;
pub(super) mod book;
pub(super) mod bookings;
pub(super) mod desk;
pub(super) mod desk_act;
pub(super) mod display;
pub(super) mod kiosk;
pub(super) mod mine;
pub(super) mod office_form;
mod office_read;
pub(super) mod offices;
pub(super) mod slip;
pub(super) mod statistics;
pub(super) mod ticket;
pub(super) mod tickets;

use super::rules::hours::clock;
use super::rules::state::State;
use super::store::{self, Office, Service};
use super::{acts, slice};
use kernel::{Day, Moment};
use platform::error::{Error, Refusal, Result};
use platform::messages::Locale;
use platform::{Ctx, Read};
use ui::{Page, SummaryList, Tab, Tabs, Tag, Tone};

/// A page for a kiosk, a screen or a telephone: nothing but the queue, and nobody signed in on it.
fn bare(ctx: &Ctx, office: &Office, title: String) -> Page {
    let mut page = ui::page(ctx, title);
    page.menu = Vec::new();
    page.viewer = None;
    page.agency = Some(office.name.clone());
    page
}

/// The office of an address that works.
pub(super) async fn public_office(ctx: &Ctx, code: &str) -> Result<Office> {
    let office = store::office_by_code(&ctx.app.store, code).await?;
    office.filter(|o| o.active).ok_or(Error::NotFound)
}

/// The services that are offered.
pub(super) async fn offered(db: &impl Read, office: i64) -> Result<Vec<Service>> {
    Ok(store::services(db, office).await?.into_iter().filter(|s| s.active).collect())
}

/// A ticket's state in words.
fn state_tag(locale: &Locale, state: State) -> Tag {
    let tone = match state {
        State::Waiting => Tone::Info,
        State::Called => Tone::Accent,
        State::Parked | State::Missed => Tone::Warn,
        State::Done => Tone::Good,
        State::Gone => Tone::Neutral,
    };
    Tag::new(locale.t(&format!("counter-state-{}", state.code())), tone)
}

/// An appointment's state in words.
fn booking_tag(locale: &Locale, state: &str) -> Tag {
    let tone = match state {
        "booked" => Tone::Info,
        "arrived" => Tone::Good,
        "missed" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Tag::new(locale.t(&format!("counter-booking-{state}")), tone)
}

/// Seconds as whole minutes; nothing where none were measured.
fn minutes(ctx: &Ctx, seconds: Option<i64>) -> String {
    seconds
        .map_or_else(String::new, |s| ctx.tn("counter-minutes", &[("minutes", ctx.locale.integer(s / 60))]))
}

fn vn(micros: Option<i64>) -> String {
    micros.map_or_else(String::new, |at| Moment::from_micros(at).vn())
}

/// A refusal in words, with its arguments.
fn refusal_text(ctx: &Ctx, refusal: &Refusal) -> String {
    let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
    ctx.tn(refusal.key, &args)
}

/// The opening hours of the next seven days.
async fn hours_list(ctx: &Ctx, office: &Office) -> Result<SummaryList> {
    let opening = acts::opening(&ctx.app, &ctx.app.store, office).await?;
    let mut list = SummaryList::new(&ui::words(&ctx.locale));
    for ahead in 0..7 {
        let day = ctx.today().plus_days(ahead);
        let spans = opening.on(day);
        let text =
            spans.iter().map(|s| format!("{}–{}", clock(s.opens), clock(s.closes))).collect::<Vec<_>>();
        let text = if text.is_empty() { ctx.t("counter-closed") } else { text.join(", ") };
        list = list.row(day_label(ctx, day), text);
    }
    Ok(list)
}

/// Weekday and date.
fn day_label(ctx: &Ctx, day: Day) -> String {
    let weekday = ctx.t(&format!("counter-weekday-{}", day.weekday().number_from_monday()));
    format!("{weekday} {}", day.vn())
}

/// The tabs of the staff's pages, those the viewer may open.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let all = [
        ("/quay/hang-doi", "counter-tab-board", slice::VIEW),
        ("/quay/hang-doi/so", "counter-tab-tickets", slice::VIEW),
        ("/quay/hang-doi/lich-hen", "counter-tab-bookings", slice::VIEW),
        ("/quay/hang-doi/thong-ke", "counter-tab-times", slice::VIEW),
        ("/quay/noi-mot-cua", "counter-tab-offices", slice::MANAGE),
    ];
    let items = all
        .into_iter()
        .filter(|(_, _, right)| ctx.viewer.as_ref().is_some_and(|v| v.has(*right)))
        .map(|(href, label, _)| Tab {
            label: ctx.t(label),
            href: href.to_owned(),
            current: href == current,
            count: None,
        })
        .collect();
    Tabs { label: ctx.t("counter-menu"), items }
}
