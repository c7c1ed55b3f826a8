//! An agency's own proposal: its points of criteria that no record measures, the class it proposes, its year in words; sent by its
//! head.

use super::super::acts::{self, Proposal};
use super::super::rules::Points;
use super::super::slice::{PROPOSE, SUBMIT};
use super::super::store::entries::Entry;
use super::super::store::points::{self, Point};
use super::super::store::rounds::Round;
use super::{FormView, as_seen, class_choices, entry_path, entry_word, own_entry, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, round) = own_entry(&ctx, id, PROPOSE).await?;
    round.state()?.open()?;
    entry.state()?.drafting()?;
    let known = points::of_entry(&ctx.app.store, id).await?;
    let held = |name: &str| held(&entry, &known, name);
    ui::html(&view(&ctx, &round, &entry, &held, (&known, &FieldErrors::new()))?)
}

/// What is kept of a field of the form.
fn held(entry: &Entry, known: &[Point], name: &str) -> String {
    let of = |code: &str| known.iter().find(|p| p.code == code);
    match name.split_once('/') {
        Some(("diem", code)) => {
            let own = of(code).and_then(|p| p.own);
            own.map(|own| Points(own).to_string().replace('.', ",")).unwrap_or_default()
        }
        Some(("vi-sao", code)) => of(code).map(|p| p.note.clone()).unwrap_or_default(),
        _ if name == "loai" => entry.proposed.clone(),
        _ => entry.proposal.clone(),
    }
}

/// The proposal as it was typed.
pub fn read(round: &Round, form: &Submitted) -> Result<std::result::Result<Proposal, FieldErrors>> {
    let mut errors = FieldErrors::new();
    let mut own = Vec::new();
    for criterion in round.criteria()?.iter().filter(|c| !c.is_measured()) {
        let (name, why) = (format!("diem/{}", criterion.code), format!("vi-sao/{}", criterion.code));
        let typed = form.text(&name);
        let value = Points::parse(typed).filter(|p| (0..=criterion.most().0).contains(&p.0));
        if !typed.is_empty() && value.is_none() {
            errors.add_with(name, "emulation-error-points", vec![("most", criterion.max.to_string())]);
        }
        let note = form.at_most(&mut errors, &why, 2000);
        if value.is_some_and(|p| p.0 > 0) && note.is_empty() {
            errors.add(why, "emulation-error-why");
        }
        own.push((criterion.code.clone(), value, note));
    }
    let class = form.text("loai").to_owned();
    if !round.classes()?.iter().any(|c| c.code == class) {
        errors.add("loai", "form-required");
    }
    let text = form.required(&mut errors, "thanh-tich", 6000);
    Ok(if errors.is_empty() { Ok(Proposal { text, class, own }) } else { Err(errors) })
}

/// Keeps it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = own_entry(&ctx, id, PROPOSE).await?;
    let state = entry.state()?;
    unchanged(&form, entry.version, || entry_word(&ctx, state))?;
    let new = match read(&round, &form)? {
        Ok(new) => new,
        Err(errors) => {
            let known = points::of_entry(&ctx.app.store, id).await?;
            let typed = |name: &str| form.text(name).to_owned();
            let page = view(&ctx, &round, &entry, &typed, (&known, &errors))?;
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::propose(&tx, &round, &entry, &new).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-proposed")))
}

/// Sends it.
pub async fn send(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = own_entry(&ctx, id, SUBMIT).await?;
    let state = entry.state()?;
    unchanged(&form, entry.version, || entry_word(&ctx, state))?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &round, &entry, &by).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-submitted")))
}

fn view(
    ctx: &Ctx,
    round: &Round,
    entry: &Entry,
    held: &dyn Fn(&str) -> String,
    (known, errors): (&[Point], &FieldErrors),
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields = Vec::new();
    for criterion in round.criteria()?.iter().filter(|c| !c.is_measured()) {
        let (name, why) = (format!("diem/{}", criterion.code), format!("vi-sao/{}", criterion.code));
        let label = ctx.locale.pick(&criterion.name, &criterion.name_en);
        let args = [("most", criterion.max.to_string())];
        fields.push(
            Field::text(&name, label)
                .hint(ctx.tn("emulation-points-hint", &args))
                .optional()
                .value(held(&name))
                .error(error(&name)),
        );
        fields.push(
            Field::textarea(&why, ctx.t("emulation-why"), 3).optional().value(held(&why)).error(error(&why)),
        );
    }
    let classes = round.classes()?;
    fields.push(
        Field::radios("loai", ctx.t("emulation-head-proposed"), class_choices(ctx, &classes, &held("loai")))
            .error(error("loai")),
    );
    fields.push(
        Field::textarea("thanh-tich", ctx.t("emulation-head-proposal"), 8)
            .hint(ctx.t("emulation-proposal-hint"))
            .value(held("thanh-tich"))
            .error(error("thanh-tich")),
    );
    let here = entry_path(entry.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/de-nghi"), ctx.t("emulation-propose-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(entry.version);
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let title = ctx.t("emulation-propose");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, agency.clone()),
        head: Head { caption: agency, lead: ctx.t("emulation-propose-lead"), ..Head::new(title) },
        table: Some(super::entry::point_table(ctx, round, known)?),
        form,
    })
}
