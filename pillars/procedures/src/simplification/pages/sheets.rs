//! GET /ra-soat/phieu: the sheets of the impact questionnaires.

use super::super::acts::questionnaires;
use super::super::rules::question::Questionnaire;
use super::super::slice::{EDIT, VIEW};
use super::super::store::sheets::{self, Sheet};
use super::{ListView, tabs, vn};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("thu-tuc", "simplification-head-subject"),
    ListHead::new("mau", "simplification-head-form"),
    ListHead::new("co-quan", "simplification-head-agency"),
    ListHead::sorting("mo", "simplification-head-opened"),
    ListHead::new("ket-qua", "simplification-head-done"),
    ListHead::new("nguoi-lap", "simplification-head-author"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = sheets::list();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    if let Some(typed) = query.get("q") {
        list.and("s.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(form) = query.get("mau") {
        list.and("s.form = ?", [form.into()]);
    }
    if let Some(item) = query.get("viec") {
        list.and("s.item_id = ?", [item.parse::<i64>().unwrap_or(0).into()]);
    }
    match query.get("ket-qua") {
        Some("xong") => list.and("s.done_on IS NOT NULL", []),
        Some("chua") => list.and("s.done_on IS NULL", []),
        _ => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let forms = questionnaires()?;
    let title = ctx.t("simplification-sheets-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/ra-soat/phieu",
        id: "phieu-ra-soat",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &forms),
        empty: empty(&ctx)?,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, sheet: &Sheet| Ok(values(ctx, &forms, sheet))).await;
    }
    let found = list.page::<Sheet>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |sheet| row(&ctx, &forms, sheet));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("simplification-sheets-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(EDIT) {
        let label = ctx.t("simplification-sheet-new");
        head.actions = vec![Action::link("/ra-soat/phieu/moi", label, ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/ra-soat/phieu"), table })
}

/// Nothing found; the way to a new one for those who may take it.
fn empty(ctx: &Ctx) -> Result<Empty> {
    let empty = Empty::new(ctx.t("simplification-sheets-empty"), ctx.t("simplification-sheets-empty-text"));
    let may = ctx.viewer()?.has(EDIT);
    Ok(if may { empty.with_action("/ra-soat/phieu/moi", ctx.t("simplification-sheet-new")) } else { empty })
}

fn filters(ctx: &Ctx, query: &Query, forms: &[Questionnaire]) -> Vec<Filter> {
    let held = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let (form, result) = (held("mau"), held("ket-qua"));
    let all = |none: bool| Choice::new("", ctx.t("simplification-all"), none);
    let known = forms.iter().map(|f| Choice::new(f.key.clone(), name(ctx, f), f.key == form));
    let results = [("xong", "simplification-done"), ("chua", "simplification-open")];
    let results = results.map(|(value, key)| Choice::new(value, ctx.t(key), value == result));
    vec![
        Filter::text("q", ctx.t("simplification-head-subject"), held("q")),
        Filter::select(
            "mau",
            ctx.t("simplification-head-form"),
            std::iter::once(all(form.is_empty())).chain(known).collect(),
        ),
        Filter::select(
            "ket-qua",
            ctx.t("simplification-head-done"),
            std::iter::once(all(result.is_empty())).chain(results).collect(),
        ),
    ]
}

/// A questionnaire in the reader's language.
pub(super) fn name(ctx: &Ctx, form: &Questionnaire) -> String {
    ctx.locale.pick(&form.name, &form.name_en).to_owned()
}

fn form_name(ctx: &Ctx, forms: &[Questionnaire], key: &str) -> String {
    forms.iter().find(|f| f.key == key).map_or_else(|| key.to_owned(), |f| name(ctx, f))
}

/// Where a sheet stands, as a tag.
pub(super) fn standing(ctx: &Ctx, sheet: &Sheet) -> Tag {
    match &sheet.done_on {
        Some(day) => Tag::new(ctx.tn("simplification-done-on", &[("day", vn(day))]), Tone::Good),
        None => Tag::new(ctx.t("simplification-open"), Tone::Neutral),
    }
}

/// What a sheet is about: the form or requirement, where it is of one, else the procedure.
pub fn about(sheet: &Sheet) -> String {
    if sheet.subject.is_empty() { sheet.procedure_name.clone() } else { sheet.subject.clone() }
}

fn row(ctx: &Ctx, forms: &[Questionnaire], sheet: &Sheet) -> Row {
    let code = Cell::muted(format!("{} {}", sheet.procedure_code, sheet.procedure_name).trim().to_owned());
    Row::new(vec![
        Cell::Stack(vec![Cell::link(format!("/ra-soat/phieu/{}", sheet.id), about(sheet)), code]),
        Cell::from(form_name(ctx, forms, &sheet.form)),
        Cell::from(ctx.app.directory().short_name(sheet.agency_id)),
        Cell::moment(&sheet.opened_on, vn(&sheet.opened_on)),
        Cell::Tag(standing(ctx, sheet)),
        Cell::muted(sheet.author_name.clone()),
    ])
}

fn values(ctx: &Ctx, forms: &[Questionnaire], sheet: &Sheet) -> Vec<Value> {
    vec![
        Value::Text(format!("{} {}", sheet.procedure_code, about(sheet)).trim().to_owned()),
        Value::Text(form_name(ctx, forms, &sheet.form)),
        Value::Text(ctx.app.directory().name(sheet.agency_id).to_owned()),
        Value::day(&sheet.opened_on),
        Value::Text(standing(ctx, sheet).text),
        Value::Text(sheet.author_name.clone()),
    ]
}
