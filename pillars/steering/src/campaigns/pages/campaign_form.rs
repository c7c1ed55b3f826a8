//! The form of a campaign: a new one of a plan being written, or one that stands; taking one out.

use super::super::acts;
use super::super::rules::CampaignWords;
use super::super::slice::EDIT;
use super::super::store::campaigns::{self, Campaign};
use super::super::store::plans::{self, Plan};
use super::super::words;
use super::{FormView, as_seen, line_path, own_plan, plan_path, same_plan, with_blank};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// What a campaign's words are chosen from.
struct Known {
    fields: Vec<(String, String)>,
    tasks: Vec<(i64, String)>,
}

impl Known {
    async fn of(ctx: &Ctx, plan: &Plan) -> Result<Known> {
        let tasks = words::tasks(ctx, plan.agency_id, plan.year()?).await?;
        let tasks = tasks.into_iter().map(|t| (t.line, t.name)).collect();
        Ok(Known { fields: words::fields(ctx).await?, tasks })
    }

    fn read(&self, plan: &Plan, form: &Submitted, errors: &mut FieldErrors) -> Result<Option<CampaignWords>> {
        let codes: Vec<String> = self.fields.iter().map(|(code, _)| code.clone()).collect();
        Ok(CampaignWords::read(form, errors, (plan.year()?, &codes), &self.tasks))
    }
}

/// The form of a new campaign.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    plan.state()?.editable()?;
    let known = Known::of(&ctx, &plan).await?;
    let mut blank = Submitted::default();
    for (name, day) in [("tu", "01-01"), ("den", "12-31")] {
        blank.fields.insert(name.to_owned(), vec![format!("{}-{day}", plan.year)]);
    }
    ui::html(&view(&ctx, &plan, (&known, None), &blank, &FieldErrors::new()))
}

/// Adds it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    same_plan(&ctx, &form, &plan)?;
    let known = Known::of(&ctx, &plan).await?;
    let mut errors = FieldErrors::new();
    let Some(words) = known.read(&plan, &form, &mut errors)? else {
        let page = view(&ctx, &plan, (&known, None), &form, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let line = acts::add_campaign(&ctx.app, &tx, &plan, &words).await?;
    tx.commit().await?;
    Ok(redirect(&line_path(line), Some("campaigns-flash-campaign-added")))
}

/// The plan of a campaign that the viewer may write, with the campaign in the edition being written.
async fn written(ctx: &Ctx, line: i64) -> Result<(Plan, Campaign)> {
    let any = plans::of_line(&ctx.app.store, line).await?;
    let plan = own_plan(ctx, EDIT, any.id).await?;
    plan.state()?.editable()?;
    let campaign = campaigns::in_edition(&ctx.app.store, line, plan.edition).await?;
    Ok((plan, campaign.ok_or(Error::NotFound)?))
}

/// The form of one that stands.
pub async fn edit(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (plan, campaign) = written(&ctx, line).await?;
    let known = Known::of(&ctx, &plan).await?;
    let all = [
        ("ten", campaign.name.clone()),
        ("muc-dich", campaign.aim.clone()),
        ("doi-tuong", campaign.audience.clone()),
        ("linh-vuc", campaign.field.clone()),
        ("nhiem-vu", campaign.task_line.map(|t| t.to_string()).unwrap_or_default()),
        ("tu", campaign.from_on.clone()),
        ("den", campaign.to_on.clone()),
    ];
    let fields = all.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect();
    let typed = Submitted { fields, uploads: Vec::new() };
    ui::html(&view(&ctx, &plan, (&known, Some(line)), &typed, &FieldErrors::new()))
}

/// Rewrites it.
pub async fn rewrite(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, _) = written(&ctx, line).await?;
    same_plan(&ctx, &form, &plan)?;
    let known = Known::of(&ctx, &plan).await?;
    let mut errors = FieldErrors::new();
    let Some(words) = known.read(&plan, &form, &mut errors)? else {
        let page = view(&ctx, &plan, (&known, Some(line)), &form, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::rewrite_campaign(&ctx.app, &tx, &plan, line, &words).await?;
    tx.commit().await?;
    Ok(redirect(&line_path(line), Some("campaigns-flash-campaign-kept")))
}

/// Takes it out with its planned pieces.
pub async fn remove(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, _) = written(&ctx, line).await?;
    same_plan(&ctx, &form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_campaign(&tx, &plan, line).await?;
    tx.commit().await?;
    Ok(redirect(&plan_path(plan.id), Some("campaigns-flash-campaign-dropped")))
}

fn view(
    ctx: &Ctx,
    plan: &Plan,
    (known, line): (&Known, Option<i64>),
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let (action, back, title, label) = match line {
        None => {
            let here = plan_path(plan.id);
            (format!("{here}/chien-dich-moi"), here, "campaigns-campaign-new", "campaigns-campaign-add")
        }
        Some(line) => {
            let here = line_path(line);
            (format!("{here}/sua"), here, "campaigns-campaign-edit", "campaigns-keep")
        }
    };
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, action, ctx.t(label), fields(ctx, known, typed, errors))
        .with_secondary(back.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan.version);
    let (title, caption) = (ctx.t(title), words::title(ctx, plan));
    FormView {
        page: ui::page(ctx, title.clone()).with_back(back, caption.clone()),
        head: Head { caption, lead: ctx.t("campaigns-campaign-lead"), ..Head::new(title) },
        table: None,
        form,
    }
}

fn fields(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let (field, task) = (held("linh-vuc"), held("nhiem-vu"));
    let fields = known.fields.iter();
    let fields =
        fields.map(|(code, _)| Choice::new(code.clone(), words::field(&known.fields, code), *code == field));
    let tasks = known.tasks.iter();
    let tasks =
        tasks.map(|(line, name)| Choice::new(line.to_string(), name.clone(), line.to_string() == task));
    vec![
        Field::text("ten", ctx.t("campaigns-head-campaign")).value(held("ten")).error(error("ten")),
        Field::textarea("muc-dich", ctx.t("campaigns-head-aim"), 3)
            .value(held("muc-dich"))
            .error(error("muc-dich")),
        Field::text("doi-tuong", ctx.t("campaigns-head-audience"))
            .hint(ctx.t("campaigns-audience-hint"))
            .value(held("doi-tuong"))
            .error(error("doi-tuong")),
        Field::select("linh-vuc", ctx.t("campaigns-head-field"), with_blank(ctx, &field, fields))
            .error(error("linh-vuc")),
        Field::select("nhiem-vu", ctx.t("campaigns-head-task"), with_blank(ctx, &task, tasks))
            .hint(ctx.t("campaigns-task-hint"))
            .optional()
            .error(error("nhiem-vu")),
        Field::date("tu", ctx.t("campaigns-head-from")).value(held("tu")).error(error("tu")),
        Field::date("den", ctx.t("campaigns-head-to")).value(held("den")).error(error("den")),
    ]
}
