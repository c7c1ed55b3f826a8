//! The fields of a part, from its description and a body.

use super::super::super::rules::edit::value;
use super::super::super::rules::parts::{Item, Kind, Part, UNITS};
use super::super::super::rules::words::{column, name};
use super::super::choices;
use platform::{Ctx, FieldErrors};
use serde_json::Value as Json;
use ui::{Choice, Field, FieldKind, Width};

/// All fields of a part; tables get so many empty rows more.
pub fn fields(ctx: &Ctx, part: &Part, body: &Json, spare: usize, errors: &FieldErrors) -> Vec<Field> {
    let rows = part.items.iter().any(|item| matches!(item.kind, Kind::Rows(_)));
    let mut all: Vec<Field> = rows.then(Field::sends).into_iter().collect();
    for item in part.items {
        match item.kind {
            Kind::Rows(columns) => all.extend(table(ctx, (part, item), columns, body, spare, errors)),
            _ => all.extend(field(ctx, item, &item.field(), label(ctx, part, item), body, errors)),
        }
    }
    all
}

/// "Lĩnh vực: Mã": the name of the part, and of the field in it; without the part where the page is called so.
fn label(ctx: &Ctx, page: &Part, item: &Item) -> String {
    let part = name(&ctx.locale, "part", item.top());
    if item.path.contains('.') && part == name(&ctx.locale, "part", page.code) {
        return column(&ctx.locale, item.last());
    }
    if item.path.contains('.') { format!("{part}: {}", column(&ctx.locale, item.last())) } else { part }
}

/// One value as one field, a length of time as two.
fn field(ctx: &Ctx, item: &Item, form: &str, label: String, body: &Json, errors: &FieldErrors) -> Vec<Field> {
    let held = value(body, item.path);
    let text = held.and_then(Json::as_str).unwrap_or_default();
    let made = match item.kind {
        Kind::Line => Field::text(form, label).value(text),
        Kind::Text => Field::textarea(form, label, 3).value(text),
        Kind::Lines => {
            Field::textarea(form, label, 4).value(list(held).join("\n")).hint(ctx.t("catalogue-edit-lines"))
        }
        Kind::Choice(prefix, values) => {
            let none = (!item.needed).then_some("catalogue-edit-none");
            Field::select(form, label, choices(ctx, prefix, values, text, none))
        }
        Kind::Choices(prefix, values) => {
            let chosen = list(held);
            let offered = values
                .iter()
                .map(|v| Choice::new(*v, name(&ctx.locale, prefix, v), chosen.iter().any(|c| c == v)));
            Field::checkboxes(form, label, offered.collect())
        }
        Kind::Tick => {
            let on = held.and_then(Json::as_bool).unwrap_or(false);
            Field::checkboxes(form, label, vec![Choice::new("1", ctx.t("catalogue-yes"), on)])
        }
        Kind::Number => Field::number(form, label).value(number(held)),
        Kind::Day => Field::date(form, label).value(text),
        Kind::Amount | Kind::Base => return amount(ctx, item, form, label, held, errors),
        Kind::Rows(_) => return Vec::new(),
    };
    let made = if item.needed { made } else { made.optional() };
    vec![made.error(ui::field_error(ctx, errors, form))]
}

fn amount(
    ctx: &Ctx,
    item: &Item,
    form: &str,
    label: String,
    held: Option<&Json>,
    errors: &FieldErrors,
) -> Vec<Field> {
    let map = held.and_then(Json::as_object);
    let (unit, count) = map
        .and_then(|m| m.iter().next())
        .map_or((String::new(), String::new()), |(unit, count)| (unit.clone(), number(Some(count))));
    let word = held.and_then(Json::as_str).unwrap_or_default();
    let mut units = choices(ctx, "unit", &UNITS, &unit, None);
    if matches!(item.kind, Kind::Base) {
        units.extend(choices(ctx, "base", &["same_day", "none"], word, None));
    }
    let number = Field::number(form, label.clone()).value(count).optional();
    let unit =
        Field::select(format!("{form}-dv"), format!("{label} ({})", ctx.t("catalogue-edit-unit")), units);
    vec![number.error(ui::field_error(ctx, errors, form)), unit]
}

fn number(held: Option<&Json>) -> String {
    held.and_then(Json::as_i64).map(|n| n.to_string()).unwrap_or_default()
}

fn list(held: Option<&Json>) -> Vec<String> {
    let all = held.and_then(Json::as_array).into_iter().flatten();
    all.filter_map(Json::as_str).map(str::to_owned).collect()
}

/// A table of records with their order, and how many rows the form has.
fn table(
    ctx: &Ctx,
    (part, item): (&Part, &Item),
    columns: &[Item],
    body: &Json,
    spare: usize,
    errors: &FieldErrors,
) -> Vec<Field> {
    let form = item.field();
    let empty = Vec::new();
    let held = value(body, item.path).and_then(Json::as_array).unwrap_or(&empty);
    let mut heads = vec![ctx.t("catalogue-col-place")];
    for column_of in columns {
        let head = column(&ctx.locale, column_of.last());
        let unit = matches!(column_of.kind, Kind::Amount | Kind::Base)
            .then(|| format!("{head} – {}", ctx.t("catalogue-col-unit")));
        heads.push(head);
        heads.extend(unit);
    }
    let count = held.len() + spare;
    let nothing = serde_json::json!({});
    let rows = (0..count)
        .map(|at| {
            let row = held.get(at).unwrap_or(&nothing);
            let place = Field::number(format!("{form}-{at}-tt"), ctx.t("catalogue-col-place"))
                .value((at + 1).to_string())
                .width(Width::Tiny)
                .optional()
                .label_hidden();
            let cells = columns.iter().flat_map(|c| {
                let name = format!("{form}-{at}-{}", c.field());
                field(ctx, c, &name, column(&ctx.locale, c.last()), row, errors)
            });
            let cells = cells.map(|f| Field { width: Width::Full, label_hidden: true, ..f });
            std::iter::once(place).chain(cells).collect::<Vec<Field>>()
        })
        .collect();
    let kind = FieldKind::Rows { columns: heads, rows, add_name: Some(format!("them-{form}")) };
    let mut all = vec![Field::new(kind, form.clone(), label(ctx, part, item)).optional()];
    all.push(Field::hidden(format!("{form}-so"), count.to_string()));
    all.extend(
        held.iter().enumerate().map(|(at, row)| Field::hidden(format!("{form}-{at}-con"), row.to_string())),
    );
    all
}
