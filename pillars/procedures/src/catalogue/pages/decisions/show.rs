//! /quan-tri/thu-tuc/quyet-dinh/{id}: a decision, its last day, its list, its signature.

use super::super::super::EDIT;
use super::super::super::acts::announce;
use super::super::super::rules::words::name;
use super::super::super::store::{self, Announcement, ChangeRow};
use super::super::{Block, StaffPage, day, due_box, parts, sheet_parts, stage_tag};
use super::PATH;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Field, Form, Head, SummaryList, Table, Tag, Tone, Width};

/// The page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, &Submitted::default(), &FieldErrors::new()).await?)
}

async fn view(ctx: &Ctx, id: i64, typed: &Submitted, errors: &FieldErrors) -> Result<StaffPage> {
    let db = &ctx.app.store;
    let decision = store::announcement(db, id).await?;
    let listed = store::changes_in(db, id).await?;
    let deadline = announce::deadline(&ctx.app, &announce::said(&decision, ctx.today()))?;
    let due = due_box(ctx, ctx.t("catalogue-due-announce"), &deadline, decision.signed());
    let mut blocks = vec![
        Block::new("thong-tin", String::new()).part(&facts(ctx, &decision)),
        Block::new("han", ctx.t("catalogue-change-deadlines")).part(&due),
        Block::new("danh-muc", ctx.t("catalogue-decision-list")).part(&table(ctx, &listed)),
    ];
    if decision.signed_on.is_none() && ctx.may(EDIT, decision.agency_id) {
        blocks.push(sign_form(ctx, &decision, typed, errors));
    }
    let entries = platform::journal::history(db, "announcement", id).await?;
    blocks.push(Block::new("lich-su", ctx.t("catalogue-record-history")).part(&ui::history(ctx, &entries)));
    let mut head = Head::new(decision.subject.clone());
    head.caption = super::called(ctx, &decision).split(" – ").next().unwrap_or_default().to_owned();
    head.tag = Some(match decision.signed_on {
        Some(_) => Tag::new(ctx.t("catalogue-decision-is-signed"), Tone::Good),
        None => Tag::new(ctx.t("catalogue-decision-unsigned"), Tone::Warn),
    });
    let print = format!("{PATH}/{id}/in");
    head.actions.push(Action::link(print, ctx.t("catalogue-decision-print"), ActionKind::Quiet));
    if decision.signed_on.is_none() && ctx.may(EDIT, decision.agency_id) {
        let edit = format!("{PATH}/{id}/sua");
        head.actions.push(Action::link(edit, ctx.t("catalogue-decision-edit"), ActionKind::Quiet));
    }
    let page = ui::page(ctx, decision.subject.clone()).with_back(PATH, ctx.t("catalogue-decisions-title"));
    Ok(StaffPage { page, head, blocks })
}

fn facts(ctx: &Ctx, decision: &Announcement) -> SummaryList {
    let basis = format!("{} – {}", decision.basis_number, decision.basis_title);
    let on = |day_on: &Option<String>| day_on.as_deref().map(day).unwrap_or_default();
    SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("catalogue-decision-issuer"), name(&ctx.locale, "issuer", &decision.issuer))
        .row(ctx.t("catalogue-change-agency"), ctx.app.directory().name(decision.agency_id))
        .row(ctx.t("catalogue-decision-basis"), basis)
        .row(ctx.t("catalogue-decision-basis-issued"), on(&decision.basis_issued_on))
        .row(ctx.t("catalogue-decision-effect"), day(&decision.effect_on))
        .row(
            ctx.t("catalogue-decision-shortened"),
            ctx.t(if decision.shortened { "catalogue-yes" } else { "catalogue-no" }),
        )
        .row(ctx.t("catalogue-decision-signed"), on(&decision.signed_on))
        .row(ctx.t("catalogue-decision-signer"), format!("{}, {}", decision.signer, decision.signer_post))
        .row(ctx.t("catalogue-decision-proposal"), decision.proposal.clone())
}

/// The procedures of a decision: kind, what changed, how far each has come.
fn table(ctx: &Ctx, listed: &[ChangeRow]) -> Table {
    let rows = listed.iter().map(|c| {
        let href = format!("{}/{}", super::super::changes::PATH, c.id);
        vec![
            Cell::link(href, c.code.clone()),
            Cell::text(c.name.clone()),
            Cell::text(name(&ctx.locale, "change", &c.kind)),
            if c.kind == "new" { Cell::Empty } else { Cell::from(parts(ctx, &c.parts)) },
            Cell::Tag(stage_tag(ctx, &c.stage)),
        ]
    });
    let heads = [
        "catalogue-head-code",
        "catalogue-head-name",
        "catalogue-change-kind",
        "catalogue-decision-changed",
        "catalogue-change-stage",
    ];
    let mut table =
        sheet_parts::table(ctx, "bang-danh-muc", "catalogue-decision-list", &heads, rows.collect());
    table.empty =
        ui::Empty::new(ctx.t("catalogue-decision-no-list"), ctx.t("catalogue-decision-no-list-text"))
            .with_action(super::super::changes::PATH, ctx.t("catalogue-changes-title"));
    table
}

fn sign_form(ctx: &Ctx, decision: &Announcement, typed: &Submitted, errors: &FieldErrors) -> Block {
    let held = |name: &str, usual: String| {
        if typed.fields.contains_key(name) { typed.text(name).to_owned() } else { usual }
    };
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("so", ctx.t("catalogue-decision-number"))
            .value(held("so", decision.number.clone()))
            .width(Width::Medium)
            .error(wrong("so")),
        Field::date("ngay", ctx.t("catalogue-decision-signed"))
            .value(held("ngay", ctx.today().to_string()))
            .error(wrong("ngay")),
    ];
    let action = format!("{PATH}/{}/ky", decision.id);
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-decision-sign"), fields);
    Block::new("ky", ctx.t("catalogue-decision-sign")).text(ctx.t("catalogue-decision-sign-lead")).part(&form)
}

/// Notes the signature: what it lists is announced.
pub async fn sign(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let decision = store::announcement(&ctx.app.store, id).await?;
    ctx.require(EDIT, decision.agency_id)?;
    let mut errors = FieldErrors::new();
    let number = typed.required(&mut errors, "so", 60);
    let on = typed.day(&mut errors, "ngay");
    if typed.text("ngay").is_empty() {
        errors.add("ngay", "form-required");
    }
    let (Some(on), true) = (on, errors.is_empty()) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &typed, &errors).await?);
    };
    announce::sign(&ctx.app, &ctx.actor(), id, &number, on).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-signed")))
}
