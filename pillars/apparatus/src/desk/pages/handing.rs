//! GET /khoi-luong/giao-lai: handing work over in bulk, first as a preview of who would get what.

use super::super::rules::spread::{Piece, spread};
use super::scene::Scene;
use super::{LeadView, chosen, tabs};
use axum::response::Response;
use contracts::workload::OpenWork;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// Address of the page.
pub const PATH: &str = "/khoi-luong/giao-lai";
/// Dossiers in one go.
pub const MOST: usize = 100;

/// What is handed over, as the address says it.
struct Asked {
    from: Option<i64>,
    to: Vec<i64>,
    procedure: String,
    late_only: bool,
}

impl Asked {
    fn of(query: &Query) -> Asked {
        let number = |value: &str| value.parse::<i64>().ok();
        let to = query.0.iter().filter(|(name, _)| name == "den").filter_map(|(_, value)| number(value));
        Asked {
            from: query.get("tu").and_then(number),
            to: to.collect(),
            procedure: query.get("thu-tuc").unwrap_or_default().to_owned(),
            late_only: query.get("qua-han").is_some(),
        }
    }
}

/// A step that is handed over.
struct Handed<'a> {
    work: &'a OpenWork,
    /// Its id where several are open.
    step: Option<i64>,
    role: Option<&'a str>,
}

/// The form, and under it what it would do.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = chosen(&ctx, query.get("don-vi")).ok_or(Error::NotFound)?;
    let scene = Scene::of(&ctx, agency).await?;
    let names = scene.names(&ctx).await;
    let asked = Asked::of(&query);
    let title = ctx.t("desk-handing-title");
    let mut head = Head::new(title.clone());
    head.caption = ctx.app.directory().name(agency).to_owned();
    let mut notes = vec![ctx.tn("desk-handing-how", &[("most", MOST.to_string())])];
    let (mut table, mut act) = (None, None);
    if query.get("xem").is_some() {
        let chosen = pieces(&scene, &asked);
        let plan = plan(&scene, &chosen, &asked);
        if asked.to.is_empty() {
            notes.push(ctx.t("desk-handing-nobody-chosen"));
        }
        table = Some(preview(&ctx, &chosen, &plan, &names));
        act = confirm(&ctx, &chosen, &plan);
    }
    let form = form(&ctx, &scene, &asked, &names);
    let (page, tabs) = (ui::page(&ctx, title), tabs(&ctx, Some(agency), PATH));
    ui::html(&LeadView { page, head, tabs, notes, form: Some(form), table, act })
}

/// The dossiers that the form is about, each with the step that whoever gives has of it, and its role.
fn pieces<'a>(scene: &'a Scene, asked: &Asked) -> Vec<Handed<'a>> {
    let from = asked.from.filter(|account| *account != 0);
    scene
        .open
        .iter()
        .filter(|work| work.assignable)
        .filter_map(|work| {
            let (step, role) = work.step_of(from)?;
            Some(Handed { work, step, role })
        })
        .filter(|handed| asked.procedure.is_empty() || handed.work.procedure == asked.procedure)
        .filter(|handed| !asked.late_only || scene.is_late(handed.work))
        .take(MOST)
        .collect()
}

/// To whom each goes, by what those chosen have in hand now.
fn plan(scene: &Scene, chosen: &[Handed<'_>], asked: &Asked) -> Vec<(i64, Option<i64>)> {
    let loads = scene.loads();
    let load: BTreeMap<i64, i64> = asked
        .to
        .iter()
        .filter(|account| asked.from != Some(**account))
        .map(|account| (*account, loads.get(account).copied().unwrap_or(0)))
        .collect();
    let piece = |handed: &Handed<'_>| Piece {
        id: handed.work.id,
        able: scene.able_to(handed.role).iter().map(|member| member.account_id).collect(),
    };
    spread(&chosen.iter().map(piece).collect::<Vec<_>>(), &load)
}

fn form(ctx: &Ctx, scene: &Scene, asked: &Asked, names: &BTreeMap<i64, String>) -> Form {
    let loads = scene.loads();
    let with_load = |account: i64, name: &str| {
        let open = loads.get(&account).copied().unwrap_or(0).to_string();
        ctx.tn("desk-handing-person", &[("name", name.to_owned()), ("open", open)])
    };
    let mut from = vec![Choice::new("0", ctx.t("desk-nobody"), asked.from.unwrap_or(0) == 0)];
    from.extend(names.iter().map(|(account, name)| {
        Choice::new(account.to_string(), with_load(*account, name), asked.from == Some(*account))
    }));
    let able: BTreeMap<i64, &str> =
        scene.able.values().flatten().map(|member| (member.account_id, member.name.as_str())).collect();
    let to = able.into_iter().map(|(account, name)| {
        Choice::new(account.to_string(), with_load(account, name), asked.to.contains(&account))
    });
    let mut procedures = vec![Choice::new("", ctx.t("desk-filter-all"), asked.procedure.is_empty())];
    procedures.extend(scene.procedures().into_iter().map(|(code, name)| {
        let selected = code == asked.procedure;
        Choice::new(code, name, selected)
    }));
    let late = vec![Choice::new("1", ctx.t("desk-handing-late-only"), asked.late_only)];
    let fields = vec![
        Field::hidden("don-vi", scene.agency.to_string()),
        Field::hidden("xem", "1"),
        Field::select("tu", ctx.t("desk-handing-from"), from),
        Field::checkboxes("den", ctx.t("desk-handing-to"), to.collect()),
        Field::select("thu-tuc", ctx.t("desk-head-procedure"), procedures),
        Field::checkboxes("qua-han", ctx.t("desk-head-due"), late).optional(),
    ];
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("desk-handing-preview"), fields);
    form.method = "get";
    form
}

fn preview(
    ctx: &Ctx,
    chosen: &[Handed<'_>],
    plan: &[(i64, Option<i64>)],
    names: &BTreeMap<i64, String>,
) -> Table {
    let caption = ctx.tn("desk-handing-plan", &[("count", chosen.len().to_string())]);
    let mut table = Table::new(&ui::words(&ctx.locale), "giao-lai", caption);
    table.columns = [("ma", "desk-head-code"), ("thu-tuc", "desk-head-procedure"), ("han", "desk-head-due")]
        .into_iter()
        .chain([("den", "desk-head-gets")])
        .map(|(key, label)| Column::new(key, ctx.t(label)))
        .collect();
    table.rows = chosen
        .iter()
        .zip(plan)
        .map(|(Handed { work, .. }, (_, to))| {
            let gets = match to {
                Some(account) => names.get(account).cloned().unwrap_or_default(),
                None => ctx.t("desk-handing-unable"),
            };
            Row::new(vec![
                Cell::code(format!("/ho-so/{}", work.id), work.code.clone()),
                work.procedure_name.clone().into(),
                work.due_at.map_or(Cell::Empty, |due| Cell::moment(due.iso(), due.vn())),
                gets.into(),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("desk-handing-empty"), ctx.t("desk-handing-empty-text"));
    table
}

/// The button that does it: each dossier with the version that was seen, the step (0: the current one) and whom it goes to.
fn confirm(ctx: &Ctx, chosen: &[Handed<'_>], plan: &[(i64, Option<i64>)]) -> Option<Form> {
    let hidden: Vec<(String, String)> = chosen
        .iter()
        .zip(plan)
        .filter_map(|(handed, (_, to))| {
            let (work, step) = (handed.work, handed.step.unwrap_or(0));
            let value = format!("{}-{}-{step}-{}", work.id, work.version, (*to)?);
            Some(("chon".to_owned(), value))
        })
        .collect();
    if hidden.is_empty() {
        return None;
    }
    let submit = ctx.tn("desk-handing-do", &[("count", hidden.len().to_string())]);
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, submit, Vec::new());
    form.hidden = hidden;
    Some(form)
}
