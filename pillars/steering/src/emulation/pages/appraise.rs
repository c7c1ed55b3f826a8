//! The appraisal of an entry: points where it says otherwise, each with its reason, and the class, with a reason where it is not
//! that of the rules; or the entry given back.

use super::super::acts::{self, Appraisal};
use super::super::rules::Points;
use super::super::slice::APPRAISE;
use super::super::store::entries::Entry;
use super::super::store::points::{self, Point};
use super::super::store::rounds::Round;
use super::{
    FormView, as_seen, class_choices, class_name, entry_path, entry_word, number, their_entry, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    round.state()?.open()?;
    entry.state()?.appraise(ctx.today() > round.due()?)?;
    let known = points::of_entry(&ctx.app.store, id).await?;
    let held = |name: &str| held(&entry, &known, name);
    ui::html(&view(&ctx, &round, &entry, &held, (&known, &FieldErrors::new()))?)
}

fn held(entry: &Entry, known: &[Point], name: &str) -> String {
    let of = |code: &str| known.iter().find(|p| p.code == code);
    match name.split_once('/') {
        Some(("diem", code)) => {
            let said = of(code).and_then(|p| p.appraised);
            said.map(|said| Points(said).to_string().replace('.', ",")).unwrap_or_default()
        }
        Some(("vi-sao", code)) => of(code).map(|p| p.reason.clone()).unwrap_or_default(),
        _ if name == "loai" && entry.class.is_empty() => entry.ruled.clone(),
        _ if name == "loai" => entry.class.clone(),
        _ => entry.reason.clone(),
    }
}

/// The appraisal as it was typed.
pub fn read(round: &Round, form: &Submitted) -> Result<std::result::Result<Appraisal, FieldErrors>> {
    let mut errors = FieldErrors::new();
    let mut points = Vec::new();
    for criterion in &round.criteria()? {
        let (name, why) = (format!("diem/{}", criterion.code), format!("vi-sao/{}", criterion.code));
        let typed = form.text(&name);
        let value = Points::parse(typed).filter(|p| (0..=criterion.most().0).contains(&p.0));
        if !typed.is_empty() && value.is_none() {
            errors.add_with(name, "emulation-error-points", vec![("most", criterion.max.to_string())]);
        }
        let reason = form.at_most(&mut errors, &why, 2000);
        if value.is_some() && reason.is_empty() {
            errors.add(why, "emulation-error-why");
        }
        points.push((criterion.code.clone(), value, reason));
    }
    let class = form.text("loai").to_owned();
    if !round.classes()?.iter().any(|c| c.code == class) {
        errors.add("loai", "form-required");
    }
    let reason = form.at_most(&mut errors, "ly-do", 2000);
    Ok(if errors.is_empty() { Ok(Appraisal { points, class, reason }) } else { Err(errors) })
}

/// Appraises.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    let state = entry.state()?;
    unchanged(&form, entry.version, || entry_word(&ctx, state))?;
    let done = match read(&round, &form)? {
        Ok(new) => {
            let by = ctx.viewer()?.name.clone();
            let tx = ctx.app.store.write(&ctx.actor()).await?;
            match acts::appraise(&ctx.app, &tx, (&round, &entry), &new, &by).await {
                Ok(()) => tx.commit().await.map(|()| None)?,
                Err(Error::Refused(refusal)) if refusal.key == "emulation-refused-reason" => {
                    let mut errors = FieldErrors::new();
                    errors.add("ly-do", "emulation-error-reason");
                    Some(errors)
                }
                Err(other) => return Err(other),
            }
        }
        Err(errors) => Some(errors),
    };
    let Some(errors) = done else {
        return Ok(redirect(&entry_path(id), Some("emulation-flash-appraised")));
    };
    let known = points::of_entry(&ctx.app.store, id).await?;
    let typed = |name: &str| form.text(name).to_owned();
    let page = view(&ctx, &round, &entry, &typed, (&known, &errors))?;
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn view(
    ctx: &Ctx,
    round: &Round,
    entry: &Entry,
    held: &dyn Fn(&str) -> String,
    (known, errors): (&[Point], &FieldErrors),
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let classes = round.classes()?;
    let mut fields = Vec::new();
    for criterion in &round.criteria()? {
        let (name, why) = (format!("diem/{}", criterion.code), format!("vi-sao/{}", criterion.code));
        let label = ctx.locale.pick(&criterion.name, &criterion.name_en);
        let args = [("most", criterion.max.to_string())];
        fields.push(Field::group(
            format!("nhom/{}", criterion.code),
            label,
            vec![
                Field::text(&name, ctx.t("emulation-head-verified"))
                    .hint(ctx.tn("emulation-verified-hint", &args))
                    .optional()
                    .value(held(&name))
                    .error(error(&name)),
                Field::text(&why, ctx.t("emulation-head-reason"))
                    .optional()
                    .value(held(&why))
                    .error(error(&why)),
            ],
        ));
    }
    fields.push(
        Field::radios("loai", ctx.t("emulation-head-class"), class_choices(ctx, &classes, &held("loai")))
            .error(error("loai")),
    );
    fields.push(
        Field::textarea("ly-do", ctx.t("emulation-class-reason"), 3)
            .hint(ctx.t("emulation-class-reason-hint"))
            .optional()
            .value(held("ly-do"))
            .error(error("ly-do")),
    );
    let here = entry_path(entry.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/tham-dinh"), ctx.t("emulation-appraise-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(entry.version);
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let args = [
        ("total", number(ctx, entry.points())),
        ("ruled", class_name(ctx, &classes, &entry.ruled)),
        ("class", class_name(ctx, &classes, &entry.proposed)),
    ];
    let title = ctx.t("emulation-appraise");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, agency.clone()),
        head: Head { caption: agency, lead: ctx.tn("emulation-appraise-lead", &args), ..Head::new(title) },
        table: Some(super::entry::point_table(ctx, round, known)?),
        form,
    })
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, _) = their_entry(&ctx, id, APPRAISE).await?;
    entry.state()?.give_back()?;
    ui::html(&return_form(&ctx, &entry, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    let state = entry.state()?;
    unchanged(&form, entry.version, || entry_word(&ctx, state))?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        let page = return_form(&ctx, &entry, &reason, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &round, &entry, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-given-back")))
}

fn return_form(ctx: &Ctx, entry: &Entry, reason: &str, errors: &FieldErrors) -> FormView {
    let here = entry_path(entry.id);
    let field = Field::textarea("ly-do", ctx.t("emulation-return-reason"), 4)
        .value(reason)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/tra-lai"), ctx.t("emulation-give-back"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(entry.version);
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let title = ctx.t("emulation-give-back");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, agency.clone()),
        head: Head { caption: agency, ..Head::new(title) },
        table: None,
        form,
    }
}
