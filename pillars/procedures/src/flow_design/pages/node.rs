//! /quan-tri/quy-trinh/{id}/nut/{key}: a step, choice, branch, wait or message of the flow; `moi` adds one.

use super::super::rules::edit::{self, Move};
use super::super::{acts, store};
use super::{View, again, kept, of_flow, opened, overtaken, path, seen, words, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use flow::{Action, Flow, Kind, Node, Pauses, Role, Step, Timer};
use kernel::Amount;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Choice, Field, Form, Width};

/// Letters of a name and of what is told at most.
const NAME: usize = 120;
const TELL: usize = 500;
/// Amounts in whose units times are typed.
const UNITS: [&str; 6] = ["half_days", "working_days", "working_hours", "working_minutes", "days", "months"];
/// Numbers of a time at most.
const LONGEST: u32 = 10_000;

/// The node to change.
pub async fn show(ctx: Ctx, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let drawn = store::newest(&ctx.app.store, id).await?.flow()?;
    let node = match drawn.node(&key) {
        Some(node) => node.clone(),
        None if key == "moi" => fresh(key),
        None => return Err(Error::NotFound),
    };
    ui::html(&view(&ctx, id, &node, &Submitted::default(), &FieldErrors::new()).await?)
}

fn fresh(key: String) -> Node {
    Node { key, name: String::new(), kind: Kind::Step(Step::default()), at: None }
}

/// Keeps it in the draft.
pub async fn submit(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let drawn = store::newest(&ctx.app.store, id).await?.flow()?;
    let old = drawn.node(&key).cloned();
    if old.is_none() && key != "moi" {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::new();
    let node = read(&typed, old.unwrap_or_else(|| fresh(key)), &mut errors);
    if !errors.is_empty() {
        let view = view(&ctx, id, &node, &typed, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let drawn = node.clone();
    match acts::edit(&ctx, id, seen(&typed), |flow| put(flow, drawn, &typed)).await {
        Err(Error::Changed(_)) => overtaken(&ctx, view(&ctx, id, &node, &again(&typed), &errors).await?),
        done => done.map(|()| redirect(&path(id, "#cac-nut"), Some("flow-design-flash-kept"))),
    }
}

/// Puts it: a new one into the link that was chosen, and to where its one way leads.
fn put(flow: &mut Flow, node: Node, typed: &Submitted) {
    let new = node.key == "moi";
    let key = if new { edit::new_key(flow, &node.name) } else { node.key.clone() };
    let one_way = has_one_way(&node.kind);
    edit::put_node(flow, Node { key: key.clone(), ..node });
    let into = typed.text("chen_vao");
    if new && !into.is_empty() {
        edit::put_into(flow, into, &key);
        return;
    }
    let before = typed.text("di_tu");
    if new && flow.node(before).is_some() {
        edit::lead_also(flow, before, &key);
    }
    // Where the form did not ask, as of what was a choice until now, the ways stay.
    let asked = typed.fields.contains_key("di_tiep");
    let next = typed.text("di_tiep");
    let known = next.is_empty() || flow.node(next).is_some();
    if one_way && asked && known && next != key {
        edit::lead(flow, &key, next);
    }
}

/// Whether one way leads on from it: the ways of the others stand in the table of links.
fn has_one_way(kind: &Kind) -> bool {
    !matches!(kind, Kind::Choice | Kind::Split | Kind::End)
}

/// Moves it or takes it away.
pub async fn shift(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let to = Move::from_code(typed.text("di")).ok_or(Error::NotFound)?;
    acts::edit(&ctx, id, seen(&typed), |flow| edit::move_node(flow, &key, to)).await?;
    Ok(redirect(&path(id, "#cac-nut"), None))
}

/// What was typed, over the node as it was.
fn read(typed: &Submitted, old: Node, errors: &mut FieldErrors) -> Node {
    let name = typed.required(errors, "ten", NAME);
    let before = old.step().cloned().unwrap_or_default();
    let time = time(typed, errors);
    let kind = match typed.text("loai") {
        "start" => Kind::Start,
        "end" => Kind::End,
        "choice" => Kind::Choice,
        "split" => Kind::Split,
        "join" => Kind::Join,
        "timer" => {
            if time.is_none() && errors.0.is_empty() {
                errors.add("thoi_han", "form-required");
            }
            Kind::Timer(Timer { wait: time.unwrap_or(Amount::WorkingDays(1)) })
        }
        "action" => Kind::Action(Action { tell: typed.required(errors, "bao", TELL) }),
        _ => Kind::Step(Step {
            role: Role::from_code(typed.text("vai_tro")),
            unit: typed.at_most(errors, "don_vi", NAME),
            time,
            paid_first: typed.ticked("nop_truoc"),
            // What the text is that the pause rests on is kept, where it was known.
            pauses: typed.ticked("dung_dong_ho").then(|| before.pauses.unwrap_or_else(Pauses::default)),
            results: results(typed, errors),
        }),
    };
    Node { name, kind, ..old }
}

fn results(typed: &Submitted, errors: &mut FieldErrors) -> Vec<String> {
    let mut results: Vec<String> = Vec::new();
    for line in typed.text("ket_qua").lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.chars().count() > NAME {
            errors.add_with("ket_qua", "form-too-long", vec![("maximum", NAME.to_string())]);
        } else if !results.iter().any(|known| known == line) {
            results.push(line.to_owned());
        }
    }
    results
}

fn time(typed: &Submitted, errors: &mut FieldErrors) -> Option<Amount> {
    let text = typed.text("thoi_han");
    if text.is_empty() {
        return None;
    }
    let Some(number) = text.parse::<u32>().ok().filter(|n| (1..=LONGEST).contains(n)) else {
        errors.add("thoi_han", "flow-design-time-wrong");
        return None;
    };
    Some(match typed.text("don_vi_thoi_han") {
        "half_days" => Amount::HalfDays(number),
        "working_hours" => Amount::WorkingHours(number),
        "working_minutes" => Amount::WorkingMinutes(number),
        "days" => Amount::Days(number),
        "months" => Amount::Months(number),
        _ => Amount::WorkingDays(number),
    })
}

fn unit(amount: Amount) -> &'static str {
    match amount {
        Amount::HalfDays(_) => "half_days",
        Amount::WorkingDays(_) => "working_days",
        Amount::WorkingHours(_) => "working_hours",
        Amount::WorkingMinutes(_) => "working_minutes",
        Amount::Days(_) => "days",
        Amount::Months(_) => "months",
    }
}

async fn view(ctx: &Ctx, id: i64, node: &Node, typed: &Submitted, errors: &FieldErrors) -> Result<View> {
    let row = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let drawn = newest.flow()?;
    let action = path(id, &format!("/nut/{}", node.key));
    let mut fields = fields(ctx, node, typed, errors);
    fields.extend(ways(ctx, &drawn, node, typed));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("flow-design-keep"), fields);
    form.hidden = kept(typed, &newest);
    let title = if node.key == "moi" { "flow-design-add-node" } else { "flow-design-edit-node" };
    let mut view = of_flow(ctx, &row, title, !errors.is_empty());
    view.head.lead = ctx.t("flow-design-node-lead");
    view.parts.push(ui::markup(&form));
    Ok(view)
}

fn fields(ctx: &Ctx, node: &Node, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let step = node.step().cloned().unwrap_or_default();
    let time = match &node.kind {
        Kind::Timer(timer) => Some(timer.wait),
        _ => step.time,
    };
    let tell = match &node.kind {
        Kind::Action(action) => action.tell.clone(),
        _ => String::new(),
    };
    let kinds = Kind::CODES
        .map(|code| Choice::new(code, ctx.t(&format!("flow-design-kind-{code}")), code == node.kind.code()));
    let none = Choice::new("", ctx.t("ui-choose"), step.role.is_none());
    let roles =
        Role::ALL.map(|role| Choice::new(role.code(), words::role(ctx, role), step.role == Some(role)));
    let unit = match time {
        Some(time) => unit(time),
        None => {
            UNITS.into_iter().find(|code| *code == typed.text("don_vi_thoi_han")).unwrap_or("working_days")
        }
    };
    let units = UNITS.map(|code| {
        Choice::new(code, ctx.t(&format!("flow-design-unit-{}", code.replace('_', "-"))), code == unit)
    });
    let number = match time {
        Some(time) => time.number().to_string(),
        // What could not be read stands there again.
        None => typed.text("thoi_han").to_owned(),
    };
    let tick = |key: &str, ticked: bool| vec![Choice::new("1", ctx.t(key), ticked)];
    vec![
        Field::text("ten", ctx.t("flow-design-property-name"))
            .value(&node.name)
            .error(wrong(ctx, errors, "ten")),
        Field::select("loai", ctx.t("flow-design-property-kind"), kinds.into())
            .hint(ctx.t("flow-design-kind-hint")),
        Field::select(
            "vai_tro",
            ctx.t("flow-design-property-role"),
            std::iter::once(none).chain(roles).collect(),
        )
        .optional(),
        Field::text("don_vi", ctx.t("flow-design-property-unit"))
            .value(&step.unit)
            .optional()
            .error(wrong(ctx, errors, "don_vi")),
        Field::text("thoi_han", ctx.t("flow-design-property-time"))
            .value(number)
            .optional()
            .width(Width::Short)
            .error(wrong(ctx, errors, "thoi_han")),
        Field::select("don_vi_thoi_han", ctx.t("flow-design-unit"), units.into()),
        Field::checkboxes(
            "nop_truoc",
            ctx.t("flow-design-property-paid"),
            tick("flow-design-paid-first", step.paid_first),
        )
        .optional(),
        Field::checkboxes(
            "dung_dong_ho",
            ctx.t("flow-design-property-pauses"),
            tick("flow-design-pauses", step.pauses.is_some()),
        )
        .optional(),
        Field::textarea("ket_qua", ctx.t("flow-design-property-results"), 3)
            .value(typed.optional("ket_qua").unwrap_or_else(|| step.results.join("\n")))
            .hint(ctx.t("flow-design-results-hint"))
            .optional()
            .error(wrong(ctx, errors, "ket_qua")),
        Field::textarea("bao", ctx.t("flow-design-property-tell"), 2)
            .value(tell)
            .hint(ctx.t("flow-design-tell-hint"))
            .optional()
            .error(wrong(ctx, errors, "bao")),
    ]
}

/// Where a new node is put, into a way or between two nodes, or where the one way of an old one leads.
fn ways(ctx: &Ctx, drawn: &Flow, node: &Node, typed: &Submitted) -> Vec<Field> {
    let name = |key: &str| drawn.node(key).map_or(key.to_owned(), |node| node.name.clone());
    if node.key == "moi" {
        let none = Choice::new("", ctx.t("flow-design-into-none"), false);
        let into = typed.text("chen_vao");
        let links = drawn.links.iter().map(|link| {
            Choice::new(&link.key, format!("{} → {}", name(&link.from), name(&link.to)), link.key == into)
        });
        let field = Field::select(
            "chen_vao",
            ctx.t("flow-design-into"),
            std::iter::once(none).chain(links).collect(),
        );
        let from = typed.text("di_tu");
        let none = Choice::new("", ctx.t("flow-design-before-none"), from.is_empty());
        let before = drawn.nodes.iter().filter(|other| other.kind != Kind::End);
        let before = before.map(|other| Choice::new(&other.key, other.name.clone(), other.key == from));
        let before = std::iter::once(none).chain(before).collect();
        return vec![
            field.hint(ctx.t("flow-design-into-hint")).optional(),
            Field::select("di_tu", ctx.t("flow-design-before"), before)
                .hint(ctx.t("flow-design-before-hint"))
                .optional(),
            next(ctx, drawn, node, typed),
        ];
    }
    if !has_one_way(&node.kind) {
        return Vec::new();
    }
    vec![next(ctx, drawn, node, typed)]
}

/// Where its one way leads.
fn next(ctx: &Ctx, drawn: &Flow, node: &Node, typed: &Submitted) -> Field {
    let now = || drawn.outgoing(&node.key).next().map(|link| link.to.clone()).unwrap_or_default();
    let next = typed.fields.get("di_tiep").map_or_else(now, |_| typed.text("di_tiep").to_owned());
    let none = Choice::new("", ctx.t("flow-design-next-none"), next.is_empty());
    let others = drawn.nodes.iter().filter(|other| other.key != node.key && other.kind != Kind::Start);
    let others = others.map(|other| Choice::new(&other.key, other.name.clone(), other.key == next));
    Field::select("di_tiep", ctx.t("flow-design-next"), std::iter::once(none).chain(others).collect())
        .optional()
}
