//! /quan-tri/bieu-mau/{id}/muc/{key}: a field of the form; `moi` adds one.

use super::super::rules::design::{Condition, DEEPEST, Design, Item, Kind, NEW, SHELF_PARTS, SOURCES};
use super::super::rules::edit::Move;
use super::super::{acts, store};
use super::{View, again, kept, of_form, opened, overtaken, path, seen, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::shelf::PersonsShelf;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result, uploads};
use std::sync::Arc;
use ui::{Choice, Field, Form, Width};

/// Letters of a label and of the help at most.
const LABEL: usize = 200;
const HELP: usize = 500;

/// The field to change.
pub async fn show(ctx: Ctx, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let design = store::newest(&ctx.app.store, id).await?.design()?;
    let item = match design.item(&key) {
        Some(item) => item.clone(),
        None if key == NEW => {
            let part = design.parts.last().map(|part| part.key.clone()).unwrap_or_default();
            Item { key: key.clone(), part, required: true, ..Item::default() }
        }
        None => return Err(Error::NotFound),
    };
    ui::html(&view(&ctx, id, &item, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Keeps it in the draft.
pub async fn submit(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let design = store::newest(&ctx.app.store, id).await?.design()?;
    let old = design.item(&key).cloned();
    if old.is_none() && key != NEW {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::new();
    let item = read(&typed, &design, old.unwrap_or_else(|| Item { key, ..Item::default() }), &mut errors);
    if !errors.is_empty() {
        let view = view(&ctx, id, &item, &typed, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let drawn = item.clone();
    let done = acts::edit(&ctx, id, seen(&typed), |design| {
        let key = if drawn.key == NEW { design.new_key(&drawn.label) } else { drawn.key.clone() };
        design.put_item(Item { key, ..drawn });
    })
    .await;
    let on = if typed.ticked("tiep") { "/muc/moi" } else { "" };
    match done {
        Err(Error::Changed(_)) => overtaken(&ctx, view(&ctx, id, &item, &again(&typed), &errors).await?),
        done => done.map(|()| redirect(&path(id, on), Some("form-design-flash-kept"))),
    }
}

/// Moves it or takes it away.
pub async fn shift(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let to = Move::from_code(typed.text("di")).ok_or(Error::NotFound)?;
    let mut part = String::new();
    acts::edit(&ctx, id, seen(&typed), |design| {
        part = design.item(&key).map(|item| item.part.clone()).unwrap_or_default();
        design.move_item(&key, to);
    })
    .await?;
    Ok(redirect(&path(id, &format!("#phan-{part}-danh-sach")), None))
}

/// The answer of a condition in words.
pub(super) fn answer(ctx: &Ctx, design: &Design, condition: &Condition) -> String {
    match design.item(&condition.field).map(|item| item.kind) {
        Some(Kind::YesNo) if condition.equals == "co" => ctx.t("eforms-yes"),
        Some(Kind::YesNo) => ctx.t("eforms-no"),
        _ => condition.equals.clone(),
    }
}

/// What was typed, over the field as it was: what the page does not ask stays.
fn read(typed: &Submitted, design: &Design, old: Item, errors: &mut FieldErrors) -> Item {
    let place = typed.text("cho");
    let group = place.strip_prefix("nhom.").unwrap_or_default().to_owned();
    let part = match design.item(&group) {
        Some(of_group) => of_group.part.clone(),
        None => place.strip_prefix("phan.").unwrap_or_default().to_owned(),
    };
    let mut limit = |name: &str| match typed.text(name) {
        "" => None,
        text => {
            let number = text.parse::<i64>().ok();
            if number.is_none() {
                errors.add(name, "eforms-integer");
            }
            number
        }
    };
    let (minimum, maximum) = (limit("nho_nhat"), limit("lon_nhat"));
    let kind = Kind::from_code(typed.text("loai")).unwrap_or_default();
    let condition = typed
        .text("khi")
        .split_once('=')
        .map(|(field, equals)| Condition { field: field.to_owned(), equals: equals.to_owned() });
    let lines = typed.text("lua_chon").lines().map(str::trim).filter(|line| !line.is_empty());
    let choices = if kind.has_choices() { lines.map(str::to_owned).collect() } else { Vec::new() };
    let same_kind = kind == old.kind;
    Item {
        label: typed.required(errors, "nhan", LABEL),
        label_en: typed.at_most(errors, "nhan_en", LABEL),
        help: typed.at_most(errors, "huong_dan", HELP),
        required: typed.ticked("bat_buoc"),
        prefill: typed.text("dien_san").to_owned(),
        // A pattern belongs to the kind it was made for.
        extra: if same_kind { old.extra } else { serde_json::Map::new() },
        minimum: minimum.filter(|_| kind.has_minimum()),
        maximum: maximum.filter(|_| kind.has_maximum()),
        key: old.key,
        part,
        group,
        kind,
        choices,
        condition,
    }
}

async fn view(ctx: &Ctx, id: i64, item: &Item, typed: &Submitted, errors: &FieldErrors) -> Result<View> {
    let form = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let design = newest.design()?;
    let action = path(id, &format!("/muc/{}", item.key));
    let fields = fields(ctx, &design, item, typed, errors)?;
    let mut drawn = Form::new(&ui::words(&ctx.locale), action, ctx.t("form-design-keep"), fields);
    drawn.hidden = kept(typed, &newest);
    let new = item.key == NEW;
    drawn.second_button = new.then(|| ("tiep".to_owned(), "1".to_owned(), ctx.t("form-design-keep-and-add")));
    drawn = drawn.with_secondary(path(id, ""), ctx.t("form-design-leave"));
    let title = if new { "form-design-add-field" } else { "form-design-edit-field" };
    let mut view = of_form(ctx, &form, title, !errors.is_empty());
    view.parts.push(ui::markup(&drawn));
    Ok(view)
}

fn fields(
    ctx: &Ctx,
    design: &Design,
    item: &Item,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Vec<Field>> {
    let text = |name: &str, label: &str, value: &str| {
        Field::text(name, ctx.t(label)).value(value).error(wrong(ctx, errors, name))
    };
    let number = |name: &str, label: &str, value: Option<i64>| {
        // What could not be read stands there again.
        let shown = typed.optional(name).or(value.map(|n| n.to_string())).unwrap_or_default();
        text(name, label, &shown).optional().width(Width::Short)
    };
    let kinds = Kind::ALL.map(|kind| {
        Choice::new(kind.code(), ctx.t(&format!("form-design-kind-{}", kind.code())), kind == item.kind)
    });
    let none = |key: &str, chosen: bool| Choice::new("", ctx.t(key), chosen);
    let sources = SOURCES.map(|source| {
        let key = format!("form-design-source-{}", source.replace('_', "-"));
        Choice::new(source, ctx.t(&key), item.prefill == source)
    });
    let sources = std::iter::once(none("form-design-source-none", item.prefill.is_empty()))
        .chain(sources)
        .chain(of_shelf(ctx, item)?);
    let when = std::iter::once(none("form-design-always", item.condition.is_none()))
        .chain(conditions(ctx, design, item));
    let required = vec![Choice::new("1", ctx.t("form-design-required-yes"), item.required)];
    let taken = uploads::Rules::on(&ctx.app, ctx.today())?;
    let megabytes = taken.largest / 1024 / 1024;
    Ok(vec![
        text("nhan", "form-design-property-label", &item.label),
        text("nhan_en", "form-design-property-label-en", &item.label_en).optional(),
        Field::textarea("huong_dan", ctx.t("form-design-property-help"), 2)
            .value(&item.help)
            .optional()
            .error(wrong(ctx, errors, "huong_dan")),
        Field::select("loai", ctx.t("form-design-kind"), kinds.into()),
        Field::checkboxes("bat_buoc", ctx.t("form-design-head-required"), required),
        Field::textarea("lua_chon", ctx.t("form-design-property-choices"), 5)
            .value(item.choices.join("\n"))
            .hint(ctx.tn("form-design-choices-hint", &[("kinds", taken.kinds.join(", "))]))
            .optional(),
        number("nho_nhat", "form-design-property-minimum", item.minimum)
            .hint(ctx.t("form-design-limits-hint")),
        number("lon_nhat", "form-design-property-maximum", item.maximum)
            .hint(ctx.tn("form-design-maximum-hint", &[("megabytes", megabytes.to_string())])),
        Field::select("khi", ctx.t("form-design-property-condition"), when.collect()).optional(),
        Field::select("cho", ctx.t("form-design-place"), places(ctx, design, item)),
        Field::select("dien_san", ctx.t("form-design-property-prefill"), sources.collect()).optional(),
    ])
}

/// The papers of the person's shelf that a field can be filled from; what stands there now is offered too.
fn of_shelf(ctx: &Ctx, item: &Item) -> Result<Vec<Choice>> {
    let Ok(shelf) = ctx.app.port::<Arc<dyn PersonsShelf>>() else { return Ok(Vec::new()) };
    let mut choices = Vec::new();
    for (code, name) in shelf.kinds(&ctx.app, ctx.today())? {
        for part in SHELF_PARTS {
            let source = format!("kho.{code}.{part}");
            let text = ctx.tn(&format!("form-design-shelf-{part}"), &[("paper", name.clone())]);
            let chosen = source == item.prefill;
            choices.push(Choice::new(source, text, chosen));
        }
    }
    let known = |choice: &Choice| choice.value == item.prefill;
    if super::super::rules::design::is_of_shelf(&item.prefill) && !choices.iter().any(known) {
        choices.push(Choice::new(item.prefill.clone(), item.prefill.clone(), true));
    }
    Ok(choices)
}

/// Every answer of a question with given answers, as a condition to choose; what stands there now is offered too.
fn conditions(ctx: &Ctx, design: &Design, item: &Item) -> Vec<Choice> {
    let mut all = Vec::new();
    for on in design.items.iter().filter(|on| on.key != item.key && on.group == item.group) {
        let answers: Vec<String> = match on.kind {
            Kind::YesNo => vec!["co".to_owned(), "khong".to_owned()],
            Kind::Choice => on.choices.clone(),
            _ => Vec::new(),
        };
        all.extend(answers.into_iter().map(|equals| Condition { field: on.key.clone(), equals }));
    }
    all.extend(item.condition.clone().filter(|now| !all.contains(now)));
    let choice = |condition: Condition| {
        let on = design.item(&condition.field).map_or(condition.field.clone(), |on| on.label.clone());
        let args = [("field", on), ("answer", answer(ctx, design, &condition))];
        let chosen = item.condition.as_ref() == Some(&condition);
        let value = format!("{}={}", condition.field, condition.equals);
        Choice::new(value, ctx.tn("form-design-shown-when", &args), chosen)
    };
    all.into_iter().map(choice).collect()
}

/// Sections and repeated groups it can stand in.
fn places(ctx: &Ctx, design: &Design, item: &Item) -> Vec<Choice> {
    let parts = design.parts.iter().map(|part| {
        let title = if part.title.is_empty() { ctx.t("form-design-untitled") } else { part.title.clone() };
        Choice::new(format!("phan.{}", part.key), title, item.group.is_empty() && item.part == part.key)
    });
    // Not in itself, nor in what stands in it, nor too deep.
    let own: Vec<&str> = design.with_columns(item).into_iter().map(|inner| inner.key.as_str()).collect();
    let offered = |group: &&Item| {
        let depth = design.groups_above(group).len();
        group.kind == Kind::Rows && depth < DEEPEST && !own.contains(&group.key.as_str())
    };
    let groups = design.items.iter().filter(offered).map(|group| {
        let label = ctx.tn("form-design-in-group", &[("group", group.label.clone())]);
        Choice::new(format!("nhom.{}", group.key), label, item.group == group.key)
    });
    parts.chain(groups).collect()
}
