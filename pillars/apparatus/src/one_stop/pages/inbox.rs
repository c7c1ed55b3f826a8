//! The inbox: dossiers of the viewer's scope, the soonest promised first; filters, batch acts, files.

use super::inbox_filters::{self, Group};
use super::standing::{self, Standing, moment_stack, moment_text};
use super::tools;
use crate::one_stop::permissions::{RECEIVE, RETURN, VIEW};
use crate::one_stop::store::InboxRow;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use std::collections::HashMap;
use ui::{Action, ActionKind, BatchAction, Cell, Empty, ListHead, Listing, Row, Tab, Tabs};

/// Address of the inbox.
pub const PATH: &str = "/ho-so";

/// Columns; the last one, the day of filing, stands below the code on the screen.
const HEADS: [ListHead; 7] = [
    ListHead { key: "ma", label: "one-stop-head-code", sort: Some("ma"), numeric: false },
    ListHead { key: "chu", label: "one-stop-head-owner", sort: Some("chu"), numeric: false },
    ListHead::new("thu-tuc", "one-stop-head-procedure"),
    ListHead::new("trang-thai", "one-stop-head-state"),
    ListHead::new("buoc", "one-stop-head-step-due"),
    ListHead { key: "han", label: "one-stop-head-due", sort: Some("han"), numeric: false },
    ListHead { key: "nop", label: "one-stop-head-filed", sort: Some("nop"), numeric: false },
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/inbox.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    tabs: Tabs,
    table: ui::Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let group = Group::of(&query);
    let mut list = inbox_filters::list(&ctx, &query)?;
    tools::narrow(&ctx, &query, &mut list);
    let more = tools::filters(&ctx, &query).await?;
    let title = ctx.t("one-stop-inbox-title");
    let (procedures, areas) = inbox_filters::procedures(&ctx).await?;
    let short: HashMap<String, String> = procedures.iter().cloned().collect();
    let export = Listing::export_kind(&query);
    let shown = if export.is_some() { HEADS.len() } else { HEADS.len() - 1 };
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so",
        caption: ctx.t(&format!("one-stop-group-{}", group_key(group))),
        heads: HEADS.get(..shown).unwrap_or_default(),
        filters: inbox_filters::fields(&ctx, &query, (procedures, areas)).into_iter().chain(more).collect(),
        empty: empty(&ctx, &query),
    };
    if let Some(kind) = export {
        return listing.file(kind, list, values).await;
    }
    let found = list.page::<InboxRow>(&ctx.app.store, &query).await?;
    let many = inbox_filters::has_many_agencies(&ctx, &ctx.scope(VIEW));
    let mut table = listing.table(&found, |_| Row::default());
    table.rows =
        found.rows.iter().map(|r| row(&ctx, r, short.get(&r.procedure_code), many)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    if group != Group::Open {
        table.hidden.push(("nhom".to_owned(), group.slug().to_owned()));
    }
    if matches!(group, Group::Open | Group::Turn | Group::Own) {
        table.batch = super::batch::offered(&ctx)
            .into_iter()
            .map(|(slug, label)| BatchAction {
                label,
                formaction: format!("/ho-so/loat?viec={slug}"),
                danger: false,
            })
            .collect();
        table.batch.extend(tools::batch(&ctx));
    }
    if group == Group::Returning && ctx.viewer()?.has(RETURN) {
        let label = ctx.t("one-stop-deed-tra-ket-qua");
        table.batch =
            vec![BatchAction { label, formaction: "/ho-so/loat?viec=tra-ket-qua".to_owned(), danger: false }];
    }
    let mut head = ui::Head::new(title.clone());
    if ctx.viewer()?.has(RECEIVE) {
        head.actions.push(Action::link("/quay/nhan", ctx.t("one-stop-intake-title"), ActionKind::Primary));
    }
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, group), table })
}

fn group_key(group: Group) -> &'static str {
    match group.slug() {
        "" => "open",
        other => other,
    }
}

fn tabs(ctx: &Ctx, current: Group) -> Tabs {
    let items = Group::ALL.map(|group| Tab {
        label: ctx.t(&format!("one-stop-group-{}", group_key(group))),
        href: if group == Group::Open { PATH.to_owned() } else { format!("{PATH}?nhom={}", group.slug()) },
        current: group == current,
        count: None,
    });
    Tabs { label: ctx.t("one-stop-groups"), items: items.into() }
}

fn empty(ctx: &Ctx, query: &Query) -> Empty {
    if query.0.iter().any(|(name, value)| !value.is_empty() && name != "nhom") {
        Empty::new(ctx.t("one-stop-inbox-none-found"), ctx.t("one-stop-inbox-none-found-text"))
            .with_action(PATH, ctx.t("one-stop-inbox-all"))
    } else {
        Empty::new(ctx.t("one-stop-inbox-empty"), ctx.t("one-stop-inbox-empty-text"))
    }
}

fn row(ctx: &Ctx, row: &InboxRow, short_name: Option<&String>, with_agency: bool) -> Result<Row> {
    let standing = Standing::of_row(row)?;
    let tag = standing.tag(&ctx.app, &ctx.locale, ctx.now)?;
    let turn = standing::turn(&ctx.locale, standing.state, row.step_role.as_deref());
    let second = if with_agency {
        ctx.app.directory().short_name(row.agency_id).to_owned()
    } else {
        ctx.t(&format!("one-stop-channel-{}", row.channel))
    };
    let filed = ctx.tn("one-stop-filed", &[("at", moment_text(Some(row.filed_at)))]);
    let cells = vec![
        Cell::Stack(vec![Cell::code(format!("{PATH}/{}", row.id), row.code.clone()), Cell::muted(filed)]),
        row.owner_name.clone().into(),
        Cell::Stack(vec![short_name.unwrap_or(&row.procedure_name).clone().into(), Cell::muted(second)]),
        Cell::Stack(vec![
            standing::state_tag(&ctx.locale, standing.state).into(),
            Cell::muted(holder(ctx, row, turn)),
        ]),
        step_cell(ctx, row),
        match row.due_at {
            // As plain text, like the step's: its machine form would stand in every row.
            Some(_) => Cell::Stack(vec![Cell::text(moment_text(row.due_at)), tag.into()]),
            None => tag.into(),
        },
    ];
    Ok(Row::selectable(format!("{}-{}", row.id, row.version), cells))
}

/// Whose turn it is, and whether somebody has the dossier in hand.
fn holder(ctx: &Ctx, row: &InboxRow, turn: String) -> String {
    if !matches!(row.state, 2 | 4) || turn.is_empty() {
        return turn;
    }
    let account = ctx.viewer.as_ref().map(|v| v.account_id);
    match row.assignee_id {
        None => format!("{turn} – {}", ctx.t("one-stop-holder-none")),
        mine if mine == account => format!("{turn} – {}", ctx.t("one-stop-holder-me")),
        Some(_) => turn,
    }
}

/// The step's own deadline, marked when it has passed.
fn step_cell(ctx: &Ctx, row: &InboxRow) -> Cell {
    let Some(due) = row.step_due_at.filter(|_| matches!(row.state, 1 | 2 | 4)) else { return Cell::Empty };
    let mut cell = moment_stack(Some(due));
    if ctx.now.whole_minute().micros() <= due {
        return cell;
    }
    let late = match row.state {
        1 => "one-stop-reply-late",
        2 => "one-stop-transfer-late",
        _ => "one-stop-step-late",
    };
    if let Cell::Stack(lines) = &mut cell {
        lines.push(ui::Tag::new(ctx.t(late), ui::Tone::Warn).into());
    }
    cell
}

fn values(ctx: &Ctx, row: &InboxRow) -> Result<Vec<Value>> {
    let standing = Standing::of_row(row)?;
    Ok(vec![
        Value::Text(row.code.clone()),
        Value::Text(row.owner_name.clone()),
        Value::Text(format!("{} {}", row.procedure_code, row.procedure_name)),
        Value::Text(ctx.t(standing.state.key())),
        Value::moment(row.step_due_at),
        Value::moment(row.due_at),
        Value::moment(Some(row.filed_at)),
    ])
}
