//! /quan-tri/quy-trinh/{id}/duong/{key}: a way of the flow, and at a choice its condition; `moi` adds one.

use super::super::acts::Questions;
use super::super::rules::edit::{self, Move};
use super::super::{acts, store};
use super::{View, again, kept, of_flow, opened, overtaken, path, seen, words, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use flow::{Flow, Guard, Kind, Link, Role, Test};
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Choice, Field, Form};

/// Letters of a name or a value at most.
const NAME: usize = 120;

/// The link to change.
pub async fn show(ctx: Ctx, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let drawn = store::newest(&ctx.app.store, id).await?.flow()?;
    let link = match drawn.link(&key) {
        Some(link) => link.clone(),
        None if key == "moi" => fresh(key),
        None => return Err(Error::NotFound),
    };
    ui::html(&view(&ctx, id, &link, &Submitted::default(), &FieldErrors::new()).await?)
}

fn fresh(key: String) -> Link {
    Link { key, from: String::new(), to: String::new(), name: String::new(), when: None }
}

/// Keeps it in the draft.
pub async fn submit(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let drawn = store::newest(&ctx.app.store, id).await?.flow()?;
    let old = drawn.link(&key).cloned();
    if old.is_none() && key != "moi" {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::new();
    let link = read(&typed, &drawn, old.unwrap_or_else(|| fresh(key)), &mut errors);
    if !errors.is_empty() {
        let view = view(&ctx, id, &link, &typed, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let change = |flow: &mut Flow| {
        let name = format!("d {} {}", link.from, link.to);
        let key = if link.key == "moi" { edit::new_key(flow, &name) } else { link.key.clone() };
        edit::put_link(flow, Link { key, ..link.clone() });
    };
    match acts::edit(&ctx, id, seen(&typed), change).await {
        Err(Error::Changed(_)) => overtaken(&ctx, view(&ctx, id, &link, &again(&typed), &errors).await?),
        done => done.map(|()| redirect(&path(id, "#cac-duong"), Some("flow-design-flash-kept"))),
    }
}

/// Moves it or takes it away.
pub async fn shift(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let to = Move::from_code(typed.text("di")).ok_or(Error::NotFound)?;
    acts::edit(&ctx, id, seen(&typed), |flow| edit::move_link(flow, &key, to)).await?;
    Ok(redirect(&path(id, "#cac-duong"), None))
}

fn read(typed: &Submitted, drawn: &Flow, old: Link, errors: &mut FieldErrors) -> Link {
    let mut end = |name: &str| {
        let key = typed.text(name).to_owned();
        if drawn.node(&key).is_none() {
            errors.add(name, "form-required");
        }
        key
    };
    let (from, to) = (end("tu"), end("den"));
    let name = typed.at_most(errors, "ten", NAME);
    let when = guard(typed, &old, errors);
    Link { from, to, name, when, ..old }
}

fn guard(typed: &Submitted, old: &Link, errors: &mut FieldErrors) -> Option<Guard> {
    match typed.text("khi") {
        "paid" => Some(Guard::Paid { is: true }),
        "not_paid" => Some(Guard::Paid { is: false }),
        "role" => {
            let role = Role::from_code(typed.text("vai_tro"));
            if role.is_none() {
                errors.add("vai_tro", "form-required");
            }
            role.map(|is| Guard::Role { is })
        }
        "result" => {
            // A step's key holds no equals sign: the result may.
            let Some((step, is)) = typed.text("ket_qua").split_once('=') else {
                errors.add("ket_qua", "form-required");
                return None;
            };
            Some(Guard::Result { step: step.to_owned(), is: is.to_owned() })
        }
        "field" => Some(Guard::Field {
            name: typed.required(errors, "muc", NAME),
            test: Test::from_code(typed.text("so_sanh")).unwrap_or(Test::Equals),
            value: typed.required(errors, "gia_tri", NAME),
        }),
        "words" => old.when.clone(),
        _ => None,
    }
}

async fn view(ctx: &Ctx, id: i64, link: &Link, typed: &Submitted, errors: &FieldErrors) -> Result<View> {
    let row = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let drawn = newest.flow()?;
    let questions = acts::questions(ctx, &row.procedure_code).await?;
    let action = path(id, &format!("/duong/{}", link.key));
    let mut fields = ends(ctx, &drawn, link, errors);
    let asked = Asked::of(link, typed);
    fields.extend(conditions(ctx, &drawn, &asked, &questions, errors));
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("flow-design-keep"), fields);
    form.hidden = kept(typed, &newest);
    let title = if link.key == "moi" { "flow-design-add-link" } else { "flow-design-edit-link" };
    let mut view = of_flow(ctx, &row, title, !errors.is_empty());
    view.head.lead = ctx.t("flow-design-link-lead");
    view.parts.push(ui::markup(&form));
    Ok(view)
}

fn ends(ctx: &Ctx, drawn: &Flow, link: &Link, errors: &FieldErrors) -> Vec<Field> {
    let nodes = |chosen: &str, never: &Kind| -> Vec<Choice> {
        let all = drawn.nodes.iter().filter(|node| node.kind != *never);
        let all = all.map(|node| Choice::new(&node.key, node.name.clone(), node.key == chosen));
        std::iter::once(Choice::new("", ctx.t("ui-choose"), chosen.is_empty())).chain(all).collect()
    };
    vec![
        Field::select("tu", ctx.t("flow-design-property-from"), nodes(&link.from, &Kind::End))
            .error(wrong(ctx, errors, "tu")),
        Field::select("den", ctx.t("flow-design-property-to"), nodes(&link.to, &Kind::Start))
            .error(wrong(ctx, errors, "den")),
        Field::text("ten", ctx.t("flow-design-property-name"))
            .value(&link.name)
            .optional()
            .error(wrong(ctx, errors, "ten")),
    ]
}

/// A condition as its form holds it.
#[derive(Default)]
struct Asked {
    kind: String,
    role: Option<Role>,
    result: String,
    name: String,
    test: Option<Test>,
    value: String,
}

impl Asked {
    /// What was typed, where the form is shown again; else what the link asks.
    fn of(link: &Link, typed: &Submitted) -> Asked {
        if typed.fields.contains_key("khi") {
            let text = |name: &str| typed.text(name).to_owned();
            let (role, test) =
                (Role::from_code(typed.text("vai_tro")), Test::from_code(typed.text("so_sanh")));
            let (kind, result) = (text("khi"), text("ket_qua"));
            return Asked { kind, role, result, name: text("muc"), test, value: text("gia_tri") };
        }
        let kind = |kind: &str| Asked { kind: kind.to_owned(), ..Asked::default() };
        match &link.when {
            None => Asked::default(),
            Some(Guard::Paid { is }) => kind(if *is { "paid" } else { "not_paid" }),
            Some(Guard::Role { is }) => Asked { role: Some(*is), ..kind("role") },
            Some(Guard::Result { step, is }) => Asked { result: format!("{step}={is}"), ..kind("result") },
            Some(Guard::Field { name, test, value }) => {
                Asked { name: name.clone(), test: Some(*test), value: value.clone(), ..kind("field") }
            }
            Some(Guard::Words { .. }) => kind("words"),
        }
    }
}

/// The condition, each kind of it with a field of its own.
fn conditions(
    ctx: &Ctx,
    drawn: &Flow,
    asked: &Asked,
    fields: &Questions,
    errors: &FieldErrors,
) -> Vec<Field> {
    let Asked { kind: now, role, result, name, test, value } = asked;
    let (now, role, test) = (now.as_str(), *role, test.unwrap_or(Test::Equals));
    let kinds = ["", "paid", "not_paid", "role", "result", "field", "words"];
    let kinds = kinds.into_iter().filter(|kind| *kind != "words" || now == "words").map(|kind| {
        let key = if kind.is_empty() { "none".to_owned() } else { kind.replace('_', "-") };
        Choice::new(kind, ctx.t(&format!("flow-design-when-{key}")), kind == now)
    });
    let none = || Choice::new("", ctx.t("flow-design-when-unused"), false);
    let roles = Role::ALL.map(|one| Choice::new(one.code(), words::role(ctx, one), role == Some(one)));
    let results = drawn.nodes.iter().filter_map(|node| Some((node, node.step()?)));
    let results = results.flat_map(|(node, step)| {
        step.results.iter().map(|is| {
            let value = format!("{}={is}", node.key);
            let chosen = value == *result;
            Choice::new(value, format!("{}: {is}", node.name), chosen)
        })
    });
    // A question within a group, or one that the form asks no more, stands there too: keeping changes nothing.
    let other = Some(name).filter(|name| !name.is_empty() && !fields.contains_key(*name));
    let questions = fields.iter().chain(other.map(|name| (name, name)));
    let questions = questions.map(|(field, title)| Choice::new(field, title.clone(), field == name));
    let tests = Test::ALL.map(|one| {
        Choice::new(
            one.code(),
            ctx.t(&format!("flow-design-test-{}", one.code().replace('_', "-"))),
            one == test,
        )
    });
    let some = |choices: Vec<Choice>| std::iter::once(none()).chain(choices).collect::<Vec<_>>();
    vec![
        Field::select("khi", ctx.t("flow-design-property-when"), kinds.collect())
            .hint(ctx.t("flow-design-when-hint")),
        Field::select("vai_tro", ctx.t("flow-design-when-role"), some(roles.into()))
            .optional()
            .error(wrong(ctx, errors, "vai_tro")),
        Field::select("ket_qua", ctx.t("flow-design-when-result"), some(results.collect()))
            .optional()
            .error(wrong(ctx, errors, "ket_qua")),
        Field::select("muc", ctx.t("flow-design-when-field"), some(questions.collect()))
            .optional()
            .error(wrong(ctx, errors, "muc")),
        Field::select("so_sanh", ctx.t("flow-design-test"), tests.into()).optional(),
        Field::text("gia_tri", ctx.t("flow-design-value"))
            .value(value)
            .hint(ctx.t("flow-design-value-hint"))
            .optional()
            .error(wrong(ctx, errors, "gia_tri")),
    ]
}
