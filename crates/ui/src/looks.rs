//! Who of the staff looked at a person's record, by day, for that person.

use crate::frame::{markup, words};
use crate::page::Markup;
use crate::record::SummaryList;
use crate::table::Cell;
use platform::Ctx;
use platform::reads::{self, Look};

/// One list a day, the latest first; names where the rules let them be told.
pub fn looks(ctx: &Ctx, looks: &[Look]) -> Vec<Markup> {
    let named = reads::names_shown(&ctx.app, ctx.today());
    let directory = ctx.app.directory();
    let days = reads::by_day(looks, named).into_iter().map(|(day, readers)| {
        let mut list = SummaryList::new(&words(&ctx.locale)).titled(day.vn());
        for told in readers {
            let unit = told.unit_id.map(|id| directory.name(id).to_owned()).unwrap_or_default();
            let who = [told.name.unwrap_or_default(), told.role, unit];
            let who: Vec<String> = who.into_iter().filter(|text| !text.is_empty()).collect();
            let at: Vec<String> = told.at.iter().map(|m| m.time().format("%H:%M").to_string()).collect();
            list = list.row(who.join(" – "), Cell::text(at.join(", ")));
        }
        markup(&list)
    });
    days.collect()
}
