//! GET /quan-tri/bieu-mau/{id}: a form with its sections and fields, what is found in it, its versions and its history.

use super::super::acts;
use super::super::rules::check::may_be_proposed;
use super::super::rules::design::{Design, Item};
use super::super::rules::state::State;
use super::super::slice::APPROVE;
use super::super::store::{self, FormRow, VersionRow};
use super::{PATH, View, day, findings, opened, path, shifts, state_tag, table};
use axum::extract::Path;
use axum::response::Response;
use platform::{Ctx, Result};
use ui::{Action, ActionKind, Cell, Head, Inset, Row, Table};

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let db = &ctx.app.store;
    let form = opened(&ctx, id).await?;
    let versions = store::versions(db, id).await?;
    let newest = store::newest(db, id).await?;
    let design = newest.design()?;
    let found = acts::findings(&ctx, &design)?;
    let next = next(&ctx, &newest, may_be_proposed(&found));
    let mut parts: Vec<ui::Markup> = next.iter().map(ui::markup).collect();
    parts.push(ui::markup(&findings(&ctx, &form, &found)));
    for part in &design.parts {
        parts.push(ui::markup(&fields(&ctx, &newest, &design, &part.key)));
    }
    parts.push(ui::markup(&sections(&ctx, &newest, &design)));
    parts.push(ui::markup(&gates(&ctx, &newest, &design)));
    parts.push(ui::markup(&all_versions(&ctx, &form, &versions)));
    let entries = platform::journal::history(db, "form_design", id).await?;
    parts.push(ui::markup(&ui::history(&ctx, &entries).titled(ctx.t("ui-history-title"))));
    let page = ui::page(&ctx, form.name.clone()).with_back(PATH, ctx.t("form-design-title"));
    let mut head = Head::new(form.name.clone());
    head.caption = form.procedure_code.clone();
    head.tag = Some(state_tag(&ctx, &newest.state, newest.starts_on.as_deref()));
    head.actions = actions(&ctx, &newest, may_be_proposed(&found));
    ui::html(&View { page, head, parts })
}

fn may_approve(ctx: &Ctx, newest: &VersionRow) -> bool {
    ctx.viewer().is_ok_and(|v| v.has(APPROVE) && newest.may_be_approved_by(v.account_id))
}

/// What comes next where no button says it.
fn next(ctx: &Ctx, newest: &VersionRow, sound: bool) -> Option<Inset> {
    let key = match newest.state() {
        State::Draft if !sound => "form-design-next-mend",
        State::Proposed if !may_approve(ctx, newest) => "form-design-next-waits",
        _ => return None,
    };
    Some(Inset { text: ctx.t(key) })
}

fn actions(ctx: &Ctx, newest: &VersionRow, sound: bool) -> Vec<Action> {
    let id = newest.form_id;
    let link = |rest: &str, key: &str| Action::link(path(id, rest), ctx.t(key), ActionKind::Quiet);
    let mut all = vec![];
    match newest.state() {
        State::Draft => {
            if sound {
                all.push(Action::post(path(id, "/trinh"), ctx.t("form-design-propose"), ActionKind::Primary));
            }
            all.push(link("/muc/moi", "form-design-add-field"));
            all.push(link("/phan/moi", "form-design-add-section"));
            all.push(link("/hoi-truoc/moi", "form-design-add-gate"));
            all.push(link("/nhap", "form-design-sheet-title"));
        }
        State::Proposed if may_approve(ctx, newest) => {
            all.push(Action::link(path(id, "/duyet"), ctx.t("form-design-approve"), ActionKind::Primary));
        }
        State::Proposed => {}
        State::Published => {
            let begin = Action::post(path(id, "/ban-moi"), ctx.t("form-design-begin"), ActionKind::Primary);
            all.push(begin);
        }
    }
    all.push(link("/bang-tinh", "form-design-sheet-export"));
    all.push(link("/xem-truoc", "form-design-preview"));
    all
}

fn fields(ctx: &Ctx, newest: &VersionRow, design: &Design, part: &str) -> Table {
    let line = |item: &Item| {
        let at = path(newest.form_id, &format!("/muc/{}", item.key));
        let shown = item.condition.as_ref().map(|c| {
            let on = design.item(&c.field).map_or(c.field.as_str(), |on| on.label.as_str());
            let args = [("field", on.to_owned()), ("answer", super::field::answer(ctx, design, c))];
            ctx.tn("form-design-shown-when", &args)
        });
        let group =
            design.item(&item.group).map(|g| ctx.tn("form-design-in-group", &[("group", g.label.clone())]));
        let notes = [group, shown].into_iter().flatten().map(Cell::muted);
        let about: Vec<Cell> =
            std::iter::once(Cell::link(at.clone(), item.label.clone())).chain(notes).collect();
        let required = if item.required { ctx.t("form-design-required") } else { String::new() };
        let mut cells = vec![
            Cell::Stack(about),
            Cell::text(ctx.t(&format!("form-design-kind-{}", item.kind.code()))),
            Cell::text(required),
        ];
        if newest.state() == State::Draft {
            cells.push(shifts(ctx, &format!("{at}/chuyen"), &item.label, newest.edits));
        }
        Row::new(cells)
    };
    let items = design.of_part(part).flat_map(|item| design.with_columns(item)).map(line).collect();
    let heads =
        ["form-design-field", "form-design-kind", "form-design-head-required", "form-design-head-acts"];
    let shown = shown_heads(newest, &heads);
    let mut fields = table(ctx, &format!("phan-{part}"), "form-design-fields", shown, items);
    if let Some(title) =
        design.parts.iter().find(|p| p.key == part).map(|p| p.title.clone()).filter(|t| !t.is_empty())
    {
        fields.caption = title;
    }
    fields
}

/// The heads of a table whose last column holds the buttons of a draft.
fn shown_heads<'a>(newest: &VersionRow, heads: &'a [&'a str]) -> &'a [&'a str] {
    if newest.state() == State::Draft {
        return heads;
    }
    heads.split_last().map_or(&[][..], |(_, rest)| rest)
}

fn sections(ctx: &Ctx, newest: &VersionRow, design: &Design) -> Table {
    let line = |(key, title): (&String, &String)| {
        let at = path(newest.form_id, &format!("/phan/{key}"));
        let title = if title.is_empty() { ctx.t("form-design-untitled") } else { title.clone() };
        let mut cells = vec![Cell::link(at.clone(), title.clone())];
        if newest.state() == State::Draft {
            cells.push(shifts(ctx, &format!("{at}/chuyen"), &title, newest.edits));
        }
        Row::new(cells)
    };
    let rows = design.parts.iter().map(|p| (&p.key, &p.title)).map(line).collect();
    let heads = ["form-design-section", "form-design-head-acts"];
    table(ctx, "cac-phan", "form-design-sections", shown_heads(newest, &heads), rows)
}

fn gates(ctx: &Ctx, newest: &VersionRow, design: &Design) -> Table {
    let rows = design.gates.iter().map(|gate| {
        let at = path(newest.form_id, &format!("/hoi-truoc/{}", gate.key));
        let stop = Cell::muted(gate.stop.clone());
        let mut cells = vec![Cell::Stack(vec![Cell::link(at.clone(), gate.question.clone()), stop])];
        if newest.state() == State::Draft {
            cells.push(shifts(ctx, &format!("{at}/chuyen"), &gate.question, newest.edits));
        }
        Row::new(cells)
    });
    let heads = ["form-design-gate", "form-design-head-acts"];
    table(ctx, "hoi-truoc", "form-design-gates", shown_heads(newest, &heads), rows.collect())
}

fn all_versions(ctx: &Ctx, form: &FormRow, versions: &[VersionRow]) -> Table {
    let line = |version: &VersionRow| {
        let before = version.number - 1;
        let diff = if before > 0 {
            let at = path(form.id, &format!("/so-sanh?tu={before}&den={}", version.number));
            Cell::link(at, ctx.tn("form-design-compare-with", &[("number", before.to_string())]))
        } else {
            Cell::Empty
        };
        Row::new(vec![
            Cell::number(version.number.to_string()),
            Cell::Tag(state_tag(ctx, &version.state, version.starts_on.as_deref())),
            Cell::text(day(version.starts_on.as_deref())),
            diff,
        ])
    };
    let heads = [
        "form-design-head-version",
        "form-design-head-state",
        "form-design-head-starts",
        "form-design-head-compare",
    ];
    table(ctx, "phien-ban", "form-design-versions", &heads, versions.iter().map(line).collect())
}
