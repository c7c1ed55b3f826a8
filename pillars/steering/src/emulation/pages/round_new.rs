//! /thi-dua/dot/moi: a round opened for a year and a group, under the criteria and classes of the year's last day.

use super::super::rules::Source;
use super::super::slice::MANAGE;
use super::super::store::rounds::NewRound;
use super::super::{acts, dated};
use super::{FormView, ROUNDS, class_name, round_path};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::messages::Lang;
use platform::{Ctx, FieldErrors};
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let this = ctx.today().year().to_string();
    let year = query.get("nam").unwrap_or(&this).to_owned();
    let due = year.parse().ok().and_then(|y| Day::ymd(y, 12, 15)).unwrap_or(ctx.today());
    let due = due.max(ctx.today()).to_string();
    let typed = [year.as_str(), query.get("nhom").unwrap_or_default(), "", due.as_str()];
    ui::html(&view(&ctx, typed, &FieldErrors::new())?)
}

/// Opens the round.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let owner = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(MANAGE, owner)?;
    let mut errors = FieldErrors::new();
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=ctx.today().year()).contains(y));
    let groups = dated::groups(&ctx.app, ctx.today())?;
    let group = groups.iter().find(|g| g.code == form.text("nhom"));
    let name = form.at_most(&mut errors, "ten", 200);
    let due = form.day(&mut errors, "han");
    if year.is_none() {
        errors.add("nam", "emulation-error-year");
    }
    if group.is_none() {
        errors.add("nhom", "form-required");
    }
    if due.is_none() && errors.0.iter().all(|e| e.field != "han") {
        errors.add("han", "form-required");
    }
    let (Some(year), Some(group), Some(due), true) = (year, group, due, errors.is_empty()) else {
        let typed = ["nam", "nhom", "ten", "han"].map(|n| form.text(n));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, typed, &errors)?);
    };
    let last = Day::ymd(year, 12, 31).ok_or(Error::NotFound)?;
    let new = NewRound {
        owner,
        year,
        group: group.code.clone(),
        name: if name.is_empty() { named(&ctx, &group.name, year) } else { name },
        due,
        criteria: dated::criteria(&ctx.app, &group.code, last)?,
        classes: dated::classes(&ctx.app, last)?,
        quotas: dated::quotas(&ctx.app, last)?,
    };
    let agencies = dated::agencies(&ctx.app, group, owner, last.min(ctx.today()));
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::open(&ctx.app, &tx, &new, &agencies).await?;
    tx.commit().await?;
    let round = super::round_of(&ctx.app.store, id).await?;
    let figures = acts::figures(&ctx.app, &round).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::measure(&tx, &round, &figures).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-opened")))
}

fn view(ctx: &Ctx, [year, group, name, due]: [&str; 4], errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let this = ctx.today().year();
    let years = (0..8)
        .map(|back| this - back)
        .map(|y| Choice::new(y.to_string(), y.to_string(), y.to_string() == year));
    let groups = dated::groups(&ctx.app, ctx.today())?;
    let groups =
        groups.iter().map(|g| Choice::new(&g.code, ctx.locale.pick(&g.name, &g.name_en), g.code == group));
    let fields = vec![
        Field::select("nam", ctx.t("emulation-head-year"), years.collect()).error(error("nam")),
        Field::radios("nhom", ctx.t("emulation-head-group"), groups.collect()).error(error("nhom")),
        Field::text("ten", ctx.t("emulation-head-round"))
            .hint(ctx.t("emulation-name-hint"))
            .optional()
            .value(name)
            .error(error("ten")),
        Field::date("han", ctx.t("emulation-head-due"))
            .hint(ctx.t("emulation-due-hint"))
            .value(due)
            .error(error("han")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/thi-dua/dot/moi", ctx.t("emulation-open"), fields)
        .with_secondary(ROUNDS, ctx.t("ui-back"));
    let title = ctx.t("emulation-open-title");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(ROUNDS, ctx.t("emulation-rounds-title")),
        head: Head { lead: ctx.t("emulation-open-lead"), ..Head::new(title) },
        table: Some(rules(ctx)?),
        form,
    })
}

/// What a round is called where nobody named it; a record's name speaks Vietnamese.
fn named(ctx: &Ctx, group: &str, year: i32) -> String {
    let args = [("group", group.to_owned()), ("year", year.to_string())];
    ctx.app.locale(Lang::Vi).tn("emulation-name-default", &args)
}

/// The criteria that apply to those without criteria of their own, so that whoever opens a round sees by what it is judged.
fn rules(ctx: &Ctx) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "tieu-chi", ctx.t("emulation-rules-title"));
    table.columns = vec![
        Column::new("ten", ctx.t("emulation-head-criterion")),
        Column::numeric("toi-da", ctx.t("emulation-head-max")),
        Column::new("nguon", ctx.t("emulation-head-source")),
    ];
    let criteria = dated::criteria(&ctx.app, "", ctx.today())?;
    table.rows = criteria
        .iter()
        .map(|c| {
            Row::new(vec![
                Cell::text(ctx.locale.pick(&c.name, &c.name_en)),
                Cell::number(c.max.to_string()),
                Cell::text(source_word(ctx, &c.source)),
            ])
        })
        .collect();
    let classes = dated::classes(&ctx.app, ctx.today())?;
    let told: Vec<String> = classes
        .iter()
        .map(|c| {
            let args = [
                ("class", class_name(ctx, &classes, &c.code)),
                ("total", c.min_total.to_string()),
                ("share", c.min_share.to_string()),
            ];
            let key = if c.min_share > 0 { "emulation-class-floor" } else { "emulation-class-total" };
            ctx.tn(key, &args)
        })
        .collect();
    table.export_note = told.join("; ");
    table.empty = Empty::new(ctx.t("emulation-rules-empty"), ctx.t("emulation-rules-empty-text"));
    Ok(table)
}

/// Where a criterion's value comes from, in words.
pub(super) fn source_word(ctx: &Ctx, source: &Source) -> String {
    match source {
        Source::ParIndex => ctx.t("emulation-source-par-index"),
        Source::Plans => ctx.t("emulation-source-plans"),
        Source::Settlement => ctx.t("emulation-source-settlement"),
        Source::Reports => ctx.t("emulation-source-reports"),
        Source::Indicator(code) => {
            let known = ctx.app.slices.iter().flat_map(|s| s.indicators).find(|i| i.code == code.as_str());
            let name = known.map_or_else(|| code.clone(), |i| ctx.t(i.name));
            ctx.tn("emulation-source-indicator", &[("name", name)])
        }
        Source::Own => ctx.t("emulation-source-own"),
    }
}
