//! What the deadline calculator asks, and how its address is read.

use super::calculator::PATH;
use crate::one_stop::pages::intake_form::OWN_TERM;
use chrono::NaiveDateTime;
use contracts::procedures::{Catalogue, ProcedureVersion, TermVariant};
use kernel::{Amount, Base, Day, Moment, Term};
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Query;
use std::sync::Arc;
use ui::{Choice, Field, FieldKind, Form, Width};

/// Units of a bare term, with the most that is counted of each.
const UNITS: [(&str, u32); 4] =
    [("ngay-lam-viec", 1000), ("gio-lam-viec", 1000), ("ngay", 2000), ("thang", 120)];
/// What the form asks; anything else in an address, as a link shared elsewhere gets it, asks nothing.
const FIELDS: [&str; 9] =
    ["thu-tuc", "truong-hop", "so", "don-vi-tinh", "co-quan", "luc", "tham-tra", "yeu-cau", "da-du"];
/// Years whose holidays are known.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2035;

/// What is to be counted.
pub struct Asked {
    /// The procedure, or the bare term, in words.
    pub title: String,
    /// Its term.
    pub term: Term,
    /// The case that chose it.
    pub variant: Option<TermVariant>,
    /// Office whose calendar counts; 0 stands for the city's usual one.
    pub agency_id: i64,
    /// Its name; empty for the usual calendar.
    pub agency: String,
    /// Receipt.
    pub received: Moment,
    /// With verification.
    pub verified: bool,
    /// Papers asked for, and complete again.
    pub wait: Option<(Moment, Moment)>,
}

/// A moment as a browser's field sends it, or as it is written here: `08:15 03/10/2012`.
fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let read = |format: &str| NaiveDateTime::parse_from_str(text, format).ok();
    let found =
        read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S")).or_else(|| read("%H:%M %d/%m/%Y"))?;
    Some(Day::from(found.date()).at(found.time()))
}

/// A moment as a browser's field takes it.
pub fn written(moment: Moment) -> String {
    format!("{}T{}", moment.day(), moment.clock())
}

/// The moment of a field; an error where it is demanded, cannot be read or lies where no holidays are known.
fn read_moment(query: &Query, errors: &mut FieldErrors, name: &str, demanded: bool) -> Option<Moment> {
    let Some(text) = query.get(name) else {
        if demanded {
            errors.add(name, "form-required");
        }
        return None;
    };
    match moment(text) {
        Some(at) if YEARS.contains(&at.day().year()) => Some(at),
        Some(_) => {
            let years = vec![("from", YEARS.start().to_string()), ("to", YEARS.end().to_string())];
            errors.add_with(name, "one-stop-calc-error-year", years);
            None
        }
        None => {
            errors.add(name, "one-stop-calc-error-moment");
            None
        }
    }
}

/// Reads the address; nothing on the first look.
pub async fn read(ctx: &Ctx, query: &Query, errors: &mut FieldErrors) -> Result<Option<Asked>> {
    if FIELDS.iter().all(|name| query.get(name).is_none()) {
        return Ok(None);
    }
    let received = read_moment(query, errors, "luc", true);
    let version = match query.get("thu-tuc") {
        Some(code) => procedure(ctx, code, received.map_or(ctx.today(), Moment::day)).await?,
        None => None,
    };
    if version.is_none() && query.get("thu-tuc").is_some() {
        errors.add("thu-tuc", "one-stop-calc-error-procedure");
    }
    let (title, term, variant) = match &version {
        Some(version) => of_procedure(ctx, query, errors, version),
        None => bare(ctx, query, errors),
    };
    let directory = ctx.app.directory();
    let agency = query.get("co-quan").and_then(|code| directory.by_code(code));
    if agency.is_none() && query.get("co-quan").is_some() {
        errors.add("co-quan", "form-required");
    }
    let wait = read_wait(query, errors, received);
    let Some(received) = received else { return Ok(None) };
    Ok(Some(Asked {
        title,
        term,
        variant,
        agency_id: agency.map_or(0, |a| a.id),
        agency: agency.map(|a| a.name.clone()).unwrap_or_default(),
        received,
        verified: query.get("tham-tra").is_some(),
        wait,
    }))
}

async fn procedure(ctx: &Ctx, code: &str, on: Day) -> Result<Option<Arc<ProcedureVersion>>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let found = catalogue.in_force(&ctx.app, code, on).await?;
    Ok(found.filter(|version| !version.body.internal))
}

fn of_procedure(
    ctx: &Ctx,
    query: &Query,
    errors: &mut FieldErrors,
    version: &ProcedureVersion,
) -> (String, Term, Option<TermVariant>) {
    let body = &version.body;
    let chosen = query.get("truong-hop").filter(|key| *key != OWN_TERM);
    let variant = chosen.and_then(|key| body.variant(key)).cloned();
    // A case of another procedure, left over from before another one was chosen, is not this one's.
    if chosen.is_some() && variant.is_none() && !body.variants.is_empty() {
        errors.add("truong-hop", "form-required");
    }
    let own = body.term.clone().unwrap_or_default();
    let term = variant.as_ref().map_or(own, |v| v.term.clone());
    let title = format!("{} – {}", body.name, contracts::term_words(&ctx.locale, &term));
    (title, term, variant)
}

fn bare(ctx: &Ctx, query: &Query, errors: &mut FieldErrors) -> (String, Term, Option<TermVariant>) {
    let unit = query.get("don-vi-tinh").unwrap_or("ngay-lam-viec");
    let most = UNITS.iter().find(|(known, _)| *known == unit).map(|(_, most)| *most);
    if most.is_none() {
        errors.add("don-vi-tinh", "form-required");
    }
    let number: Option<u32> = query.get("so").and_then(|text| text.trim().parse().ok());
    let most = most.unwrap_or(1000);
    let number = match number.filter(|n| (1..=most).contains(n)) {
        Some(number) => number,
        None if query.get("thu-tuc").is_some() => 1,
        None => {
            errors.add_with("so", "one-stop-calc-error-number", vec![("most", most.to_string())]);
            1
        }
    };
    let amount = match unit {
        "gio-lam-viec" => Amount::WorkingHours(number),
        "ngay" => Amount::Days(number),
        "thang" => Amount::Months(number),
        _ => Amount::WorkingDays(number),
    };
    let term = Term { base: Base::Amount(amount), ..Term::default() };
    (contracts::term_words(&ctx.locale, &term), term, None)
}

/// When papers were asked for and complete again: both or neither, in this order, not before the receipt.
fn read_wait(query: &Query, errors: &mut FieldErrors, received: Option<Moment>) -> Option<(Moment, Moment)> {
    let asked = read_moment(query, errors, "yeu-cau", false);
    let answered = read_moment(query, errors, "da-du", false);
    let given = |name: &str| query.get(name).is_some();
    if given("yeu-cau") != given("da-du") {
        errors.add(if given("yeu-cau") { "da-du" } else { "yeu-cau" }, "one-stop-calc-error-wait");
        return None;
    }
    let (from, to) = asked.zip(answered)?;
    if to < from {
        errors.add("da-du", "one-stop-calc-error-order");
    } else if received.is_some_and(|received| from < received) {
        errors.add("yeu-cau", "one-stop-calc-error-before");
    }
    Some((from, to))
}

/// The form as it was sent.
pub async fn form(ctx: &Ctx, query: &Query, errors: &FieldErrors) -> Result<Form> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let mut known = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    known.retain(|version| !version.body.internal);
    // The one asked for is the one of the day of receipt; it may have ended since, or have had other cases then.
    let day = query.get("luc").and_then(moment).map_or(ctx.today(), Moment::day);
    let chosen = match query.get("thu-tuc") {
        Some(code) => procedure(ctx, code, day).await?,
        None => None,
    };
    if let Some(version) = &chosen
        && known.iter().all(|other| other.body.code != version.body.code)
    {
        known.push(version.clone());
    }
    known.sort_by(|a, b| a.body.code.cmp(&b.body.code));
    let held = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let finish = |field: Field| {
        let error = ui::field_error(ctx, errors, &field.name);
        field.error(error)
    };
    let label = |name: &str| ctx.t(&format!("one-stop-calc-field-{name}"));
    let select = |name: &str, first: String, options: Vec<(String, String)>| {
        let chosen = held(name);
        let first = Choice::new("", first, chosen.is_empty());
        let rest = options.into_iter().map(|(value, text)| {
            let selected = value == chosen;
            Choice::new(value, text, selected)
        });
        finish(Field::select(name, label(name), std::iter::once(first).chain(rest).collect())).optional()
    };
    let procedures =
        known.iter().map(|v| (v.body.code.clone(), format!("{} – {}", v.body.code, v.body.name))).collect();
    let mut fields = vec![select("thu-tuc", ctx.t("one-stop-calc-bare"), procedures)];
    if let Some(version) = chosen.as_ref().filter(|v| !v.body.variants.is_empty()) {
        let cases = version.body.variants.iter().map(|v| (v.key.clone(), v.label.clone())).collect();
        fields.push(select("truong-hop", ctx.t("one-stop-intake-term-own"), cases));
    }
    let units = UNITS.map(|(unit, _)| {
        let text = ctx.t(&format!("one-stop-calc-unit-{unit}"));
        Choice::new(unit, text, held("don-vi-tinh") == unit)
    });
    let number = Field::number("so", label("so")).value(held("so")).hint(ctx.t("one-stop-calc-hint-so"));
    fields.push(finish(number.width(Width::Tiny).optional()));
    fields.push(finish(Field::select("don-vi-tinh", label("don-vi-tinh"), units.into())));
    let agencies = offices(ctx, chosen.as_deref());
    fields.push(select("co-quan", ctx.t("one-stop-calc-usual"), agencies));
    let at =
        |name: &str, value: String| finish(Field::new(FieldKind::Moment, name, label(name)).value(value));
    let received = query.get("luc").map_or_else(|| written(ctx.now), str::to_owned);
    fields.push(at("luc", received));
    let verified = Choice::new("co", ctx.t("one-stop-field-tham-tra-text"), query.get("tham-tra").is_some());
    fields.push(Field::checkboxes("tham-tra", label("tham-tra"), vec![verified]).optional());
    fields.push(at("yeu-cau", held("yeu-cau")).optional().hint(ctx.t("one-stop-calc-hint-yeu-cau")));
    fields.push(at("da-du", held("da-du")).optional());
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("one-stop-calc-submit"), fields);
    form.method = "get";
    Ok(form)
}

/// The offices to choose from: those that receive the procedure, or all in force.
fn offices(ctx: &Ctx, version: Option<&ProcedureVersion>) -> Vec<(String, String)> {
    let directory = ctx.app.directory();
    let today = ctx.today();
    let mut found: Vec<(String, String)> = match version {
        Some(version) => contracts::agencies::receiving_procedure(&directory, &version.body, today)
            .into_iter()
            .map(|a| (a.code.clone(), a.name.clone()))
            .collect(),
        None => directory.in_force(today).map(|a| (a.code.clone(), a.name.clone())).collect(),
    };
    found.sort_by_cached_key(|(_, name)| kernel::text::fold(name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_a_browser_sends_it_and_as_it_is_written_here() {
        let at = Day::ymd(2012, 10, 3).unwrap().start().plus_minutes(8 * 60 + 15);
        assert_eq!(moment("2012-10-03T08:15"), Some(at));
        assert_eq!(moment("2012-10-03T08:15:00"), Some(at));
        assert_eq!(moment(" 08:15 03/10/2012 "), Some(at));
        assert_eq!(moment("03/10/2012"), None);
        assert_eq!(moment(&written(at)), Some(at));
    }
}
