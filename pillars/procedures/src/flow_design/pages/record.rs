//! GET /quan-tri/quy-trinh/{id}: a flow as picture and tables, what is found in it, its versions and its history.

use super::super::acts::{self, Questions};
use super::super::rules::state::State;
use super::super::slice::APPROVE;
use super::super::store::{self, FlowRow, VersionRow};
use super::{PATH, View, day, findings, opened, path, picture, shifts, state_tag, table, words};
use axum::extract::Path;
use axum::response::Response;
use flow::{Flow, Kind, Link, Node};
use platform::{Ctx, Result};
use ui::{Action, ActionKind, Cell, Head, Inset, Row, Table, Tag, Tone};

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let db = &ctx.app.store;
    let row = opened(&ctx, id).await?;
    let versions = store::versions(db, id).await?;
    let newest = store::newest(db, id).await?;
    let drawn = newest.flow()?;
    let around = acts::surroundings(&ctx, &row.procedure_code).await?;
    let asked = acts::questions(&ctx, &row.procedure_code).await?;
    let found = flow::check(&drawn, &around);
    let sound = flow::sound(&found);
    let mut parts: Vec<ui::Markup> = next(&ctx, &newest, sound).iter().map(ui::markup).collect();
    parts.extend([
        picture(&ctx, &row, &drawn, Vec::new()),
        ui::markup(&Inset { text: length(&ctx, &drawn, around.term) }),
        ui::markup(&findings(&ctx, &row, &drawn, &found)),
        ui::markup(&nodes(&ctx, &newest, &drawn)),
        ui::markup(&links(&ctx, &newest, &drawn, &asked)),
        ui::markup(&all_versions(&ctx, &row, &versions)),
    ]);
    let entries = platform::journal::history(db, "flow_design", id).await?;
    parts.push(ui::markup(&ui::history(&ctx, &entries).titled(ctx.t("ui-history-title"))));
    let page = ui::page(&ctx, row.name.clone()).with_back(PATH, ctx.t("flow-design-title"));
    let mut head = Head::new(row.name.clone());
    head.caption = row.procedure_code.clone();
    head.tag = Some(state_tag(&ctx, &newest.state, spans(&newest)));
    head.actions = actions(&ctx, &newest, sound);
    // Also while the next version is drawn.
    if versions.iter().any(|v| v.state() == State::Published && !v.withdrawal().has_ended(ctx.today())) {
        head.actions.push(Action::link(path(id, "/rut"), ctx.t("flow-design-withdraw"), ActionKind::Quiet));
    }
    ui::html(&View { page, head, parts })
}

/// First and last day of a version.
fn spans(version: &VersionRow) -> (Option<&str>, Option<&str>) {
    (version.starts_on.as_deref(), version.ends_on.as_deref())
}

/// The longest way with its steps, beside the statutory term.
fn length(ctx: &Ctx, drawn: &Flow, term: Option<kernel::Amount>) -> String {
    let term = term.map_or_else(|| ctx.t("flow-design-no-term"), |term| words::amount(ctx, term));
    let Some((sum, keys)) = flow::longest(drawn) else {
        return ctx.tn("flow-design-length-unknown", &[("term", term)]);
    };
    let names: Vec<&str> =
        keys.iter().filter_map(|key| drawn.node(key)).map(|node| node.name.as_str()).collect();
    let args = [("sum", words::minutes(ctx, sum)), ("steps", names.join(" → ")), ("term", term)];
    ctx.tn("flow-design-length", &args)
}

fn may_approve(ctx: &Ctx, newest: &VersionRow) -> bool {
    ctx.viewer().is_ok_and(|v| v.has(APPROVE) && newest.may_be_approved_by(v.account_id))
}

/// What comes next where no button says it.
fn next(ctx: &Ctx, newest: &VersionRow, sound: bool) -> Option<Inset> {
    let key = match newest.state() {
        State::Draft if !sound => "flow-design-next-mend",
        State::Proposed if !may_approve(ctx, newest) => "flow-design-next-waits",
        _ => return None,
    };
    Some(Inset { text: ctx.t(key) })
}

fn actions(ctx: &Ctx, newest: &VersionRow, sound: bool) -> Vec<Action> {
    let id = newest.flow_id;
    let link = |rest: &str, key: &str| Action::link(path(id, rest), ctx.t(key), ActionKind::Quiet);
    let mut all = vec![];
    match newest.state() {
        State::Draft => {
            if sound {
                all.push(Action::post(path(id, "/trinh"), ctx.t("flow-design-propose"), ActionKind::Primary));
            }
            all.push(link("/nut/moi", "flow-design-add-node"));
            all.push(link("/duong/moi", "flow-design-add-link"));
            all.push(link("/nhap", "flow-design-bpmn-title"));
        }
        State::Proposed if may_approve(ctx, newest) => {
            all.push(Action::link(path(id, "/duyet"), ctx.t("flow-design-approve"), ActionKind::Primary));
        }
        State::Proposed => {}
        State::Published => {
            all.push(Action::post(path(id, "/ban-moi"), ctx.t("flow-design-begin"), ActionKind::Primary));
        }
    }
    all.push(link("/mo-phong", "flow-design-simulate"));
    all.push(link("/bpmn", "flow-design-bpmn-export"));
    all
}

/// The buttons' column stands only where something can be moved.
fn shown<'a>(newest: &VersionRow, heads: &'a [&'a str]) -> &'a [&'a str] {
    if newest.state() == State::Draft { heads } else { heads.split_last().map_or(&[], |(_, rest)| rest) }
}

fn nodes(ctx: &Ctx, newest: &VersionRow, drawn: &Flow) -> Table {
    let name = |key: &str| drawn.node(key).map_or(key.to_owned(), |node| node.name.clone());
    let line = |node: &Node| {
        let at = path(newest.flow_id, &format!("/nut/{}", node.key));
        let role = node.step().and_then(|step| step.role).map(|role| words::role(ctx, role));
        let time = match &node.kind {
            Kind::Timer(timer) => Some(timer.wait),
            _ => node.step().and_then(|step| step.time),
        };
        let next: Vec<Cell> = drawn.outgoing(&node.key).map(|link| Cell::text(name(&link.to))).collect();
        let mut cells = vec![
            Cell::Stack(vec![
                Cell::link(at.clone(), node.name.clone()),
                Cell::muted(words::about(ctx, node)),
            ]),
            Cell::text(ctx.t(&format!("flow-design-kind-{}", node.kind.code()))),
            Cell::text(role.unwrap_or_default()),
            Cell::text(time.map(|time| words::amount(ctx, time)).unwrap_or_default()),
            Cell::Stack(next),
        ];
        if newest.state() == State::Draft {
            cells.push(shifts(ctx, &format!("{at}/chuyen"), &node.name, newest.edits));
        }
        Row::new(cells)
    };
    let heads = [
        "flow-design-node",
        "flow-design-property-kind",
        "flow-design-property-role",
        "flow-design-property-time",
        "flow-design-next",
        "flow-design-head-acts",
    ];
    let rows = drawn.nodes.iter().map(line).collect();
    table(ctx, "cac-nut", "flow-design-nodes", shown(newest, &heads), rows)
}

fn links(ctx: &Ctx, newest: &VersionRow, drawn: &Flow, asked: &Questions) -> Table {
    let name = |key: &str| drawn.node(key).map_or(key.to_owned(), |node| node.name.clone());
    let line = |link: &Link| {
        let at = path(newest.flow_id, &format!("/duong/{}", link.key));
        let label = format!("{} → {}", name(&link.from), name(&link.to));
        let choice = drawn.node(&link.from).is_some_and(|node| node.kind == Kind::Choice);
        let when = match &link.when {
            Some(guard) => words::guard(ctx, drawn, asked, guard),
            None if choice && drawn.outgoing(&link.from).count() > 1 => ctx.t("flow-design-otherwise"),
            None => String::new(),
        };
        let mut cells = vec![
            Cell::Stack(vec![Cell::link(at.clone(), label.clone()), Cell::muted(link.name.clone())]),
            Cell::text(when),
        ];
        if newest.state() == State::Draft {
            cells.push(shifts(ctx, &format!("{at}/chuyen"), &label, newest.edits));
        }
        Row::new(cells)
    };
    let heads = ["flow-design-link", "flow-design-property-when", "flow-design-head-acts"];
    let rows = drawn.links.iter().map(line).collect();
    table(ctx, "cac-duong", "flow-design-links", shown(newest, &heads), rows)
}

/// Every version; before the one that begins to be followed today stand those that only dossiers of their own time follow.
fn all_versions(ctx: &Ctx, row: &FlowRow, versions: &[VersionRow]) -> Table {
    let today = ctx.today().to_string();
    let begun = |version: &VersionRow| {
        version.state() == State::Published
            && version.starts_on.as_deref().is_some_and(|day| day <= today.as_str())
    };
    let used = versions.iter().filter(|version| begun(version)).map(|version| version.number).max();
    let standing = |version: &VersionRow| {
        if begun(version) && version.ends_on.is_none() && Some(version.number) < used {
            return Tag::new(ctx.t("flow-design-state-replaced"), Tone::Neutral);
        }
        state_tag(ctx, &version.state, spans(version))
    };
    let line = |version: &VersionRow| {
        let before = version.number - 1;
        let diff = if before > 0 {
            let at = path(row.id, &format!("/so-sanh?tu={before}&den={}", version.number));
            Cell::link(at, ctx.tn("flow-design-compare-with", &[("number", before.to_string())]))
        } else {
            Cell::Empty
        };
        Row::new(vec![
            Cell::number(version.number.to_string()),
            Cell::Tag(standing(version)),
            Cell::text(day(version.starts_on.as_deref())),
            Cell::text(day(version.ends_on.as_deref())),
            diff,
        ])
    };
    let heads = [
        "flow-design-head-version",
        "flow-design-head-state",
        "flow-design-head-starts",
        "flow-design-head-ends",
        "flow-design-head-compare",
    ];
    table(ctx, "phien-ban", "flow-design-versions", &heads, versions.iter().map(line).collect())
}
