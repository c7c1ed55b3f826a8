//! An office's form: what stands in it, and what was typed, read with all errors at once.

use super::super::rules::hours::{Span, spans_of, spans_text};
use super::super::rules::plan::{self, ClosureLine, DeskLine, ServiceLine};
use super::super::store::{Closed, Desk, Office, Service};
use kernel::Day;
use platform::error::FieldErrors;
use platform::http::Submitted;

/// An office as its form says it.
pub struct Plan {
    /// Name, address, slots.
    pub office: Office,
    /// What one may come for.
    pub services: Vec<ServiceLine>,
    /// Its desks.
    pub desks: Vec<DeskLine>,
    /// When it is open.
    pub spans: Vec<Span>,
    /// When it is not.
    pub closures: Vec<ClosureLine>,
}

/// Reads the form into an office that stands, or a new one.
pub fn read(form: &Submitted, errors: &mut FieldErrors, before: Office) -> Plan {
    let mut office = before;
    office.name = form.required(errors, "ten", 200);
    office.address = form.at_most(errors, "dia-chi", 300);
    office.remote = form.ticked("tu-xa");
    office.active = form.ticked("hoat-dong");
    office.slot_minutes = whole(form, errors, "phut", 5, 240);
    office.slot_places = whole(form, errors, "cho", 0, 100);
    let services = plan::services(form.text("dich-vu")).filter(|s| !s.is_empty());
    let services = services.unwrap_or_else(|| {
        errors.add("dich-vu", "counter-error-services");
        Vec::new()
    });
    let desks = plan::desks(form.text("ban"), &services).filter(|d| !d.is_empty());
    let desks = desks.unwrap_or_else(|| {
        errors.add("ban", "counter-error-desks");
        Vec::new()
    });
    let mut spans = Vec::new();
    for weekday in 1..=7 {
        let field = format!("gio-{weekday}");
        match spans_of(weekday, form.text(&field)) {
            Some(own) => spans.extend(own),
            None => errors.add(field, "counter-error-hours"),
        }
    }
    let closures = plan::closures(form.text("nghi")).unwrap_or_else(|| {
        errors.add("nghi", "counter-error-closures");
        Vec::new()
    });
    Plan { office, services, desks, spans, closures }
}

fn whole(form: &Submitted, errors: &mut FieldErrors, name: &str, least: i64, most: i64) -> i64 {
    match form.text(name).parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => number,
        _ => {
            let args = vec![("least", least.to_string()), ("most", most.to_string())];
            errors.add_with(name, "counter-error-number", args);
            least
        }
    }
}

/// What stands in the form of an office.
pub fn filled(
    office: &Office,
    services: &[Service],
    desks: &[Desk],
    spans: &[Span],
    closures: &[Closed],
) -> Submitted {
    let tick = |on: bool| if on { "1" } else { "" }.to_owned();
    let vn = |iso: &str| iso.parse::<Day>().map(Day::vn).unwrap_or_default();
    let services = services.iter().filter(|s| s.active);
    let number = |places: i64| if places == 0 { String::new() } else { format!(" | {places}") };
    let services = services
        .map(|s| format!("{} | {} | {}{}", s.letter, s.name, s.fields, number(s.places)))
        .collect::<Vec<_>>();
    let desks = desks.iter().filter(|d| d.active);
    let desks = desks.map(|d| format!("{} | {}{}", d.label, d.letters, number(d.places))).collect::<Vec<_>>();
    let closures = closures.iter().map(|c| format!("{} - {} | {}", vn(&c.from_on), vn(&c.to_on), c.reason));
    let mut fields = vec![
        ("ten".to_owned(), office.name.clone()),
        ("dia-chi".to_owned(), office.address.clone()),
        ("tu-xa".to_owned(), tick(office.remote)),
        ("hoat-dong".to_owned(), tick(office.active)),
        ("phut".to_owned(), office.slot_minutes.to_string()),
        ("cho".to_owned(), office.slot_places.to_string()),
        ("dich-vu".to_owned(), services.join("\n")),
        ("ban".to_owned(), desks.join("\n")),
        ("nghi".to_owned(), closures.collect::<Vec<_>>().join("\n")),
        ("phien-ban".to_owned(), office.version.to_string()),
    ];
    fields.extend((1..=7).map(|weekday| (format!("gio-{weekday}"), spans_text(spans, weekday))));
    let fields = fields.into_iter().map(|(name, value)| (name, vec![value])).collect();
    Submitted { fields, ..Submitted::default() }
}
