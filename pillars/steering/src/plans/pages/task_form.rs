//! A task of a plan written, rewritten, taken out: what, output and figure, lead and cooperating agencies, days, money.

use super::super::acts;
use super::super::rules::{HELPERS, SOURCES, TaskWords, Typed};
use super::super::slice::{CHECK_IN, EDIT};
use super::super::store::plans::Plan;
use super::super::store::tasks;
use super::super::words::{self, Names};
use super::{FormView, as_seen, line_path, own_plan, plan_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors, Scope, staff};
use ui::{Choice, Field, Form, Head, Width};

/// The form of a new task, as its key is kept.
const ONCE: &str = "plan_task";

/// All that a task of a plan is checked against and chosen from.
pub(super) struct Known {
    pub names: Names,
    fields: Vec<String>,
    items: Vec<String>,
    measures: Vec<String>,
    people: Vec<(i64, String)>,
}

impl Known {
    /// Reads it for a plan.
    pub(super) async fn of(ctx: &Ctx, plan: &Plan) -> Result<Known> {
        let names = Names::read(ctx).await?;
        let people = staff::able(&ctx.app, CHECK_IN, plan.agency_id, ctx.today()).await?;
        Ok(Known {
            fields: names.fields.iter().map(|(code, _)| code.clone()).collect(),
            items: names.items.iter().map(|item| item.code.clone()).collect(),
            measures: names.measures.iter().map(|(code, ..)| code.clone()).collect(),
            people: people.into_iter().map(|m| (m.account_id, m.name)).collect(),
            names,
        })
    }

    /// A task as a form or a row of a sheet gives it.
    pub(super) fn read(
        &self,
        ctx: &Ctx,
        plan: &Plan,
        form: &Submitted,
        errors: &mut FieldErrors,
    ) -> Result<Option<TaskWords>> {
        let directory = ctx.app.directory();
        let typed = Typed {
            directory: &directory,
            fields: &self.fields,
            items: &self.items,
            measures: &self.measures,
            people: &self.people,
            within: plan.days()?,
        };
        Ok(typed.read(form, errors))
    }
}

/// The form of a new task.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    plan.state()?.editable()?;
    let known = Known::of(&ctx, &plan).await?;
    let mut blank = Submitted::default();
    blank.fields.insert("tu".to_owned(), vec![plan.from_on.clone()]);
    ui::html(&view(&ctx, &plan, (&known, None), &blank, &FieldErrors::new())?)
}

/// Adds it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    if let Err(changed) = unchanged(&ctx, &form, &plan) {
        // Pressed twice, the first press has changed the plan: its task is there.
        let tx = ctx.app.store.write(&ctx.actor()).await?;
        return match Once::of(ONCE, &form).before(&tx).await {
            Ok(Some(_)) => Ok(redirect(&plan_path(id), Some("plans-flash-task-added"))),
            _ => Err(changed),
        };
    }
    match add(&ctx, &plan, &form).await {
        Err(Error::Invalid(errors)) => {
            let known = Known::of(&ctx, &plan).await?;
            let page = view(&ctx, &plan, (&known, None), &form, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => {
            other?;
            Ok(redirect(&plan_path(id), Some("plans-flash-task-added")))
        }
    }
}

/// Adds the task that a form writes; the number of its line.
///
/// # Errors
/// All that is wrong with the form.
pub async fn add(ctx: &Ctx, plan: &Plan, form: &Submitted) -> Result<i64> {
    let known = Known::of(ctx, plan).await?;
    let mut errors = FieldErrors::new();
    let words = known.read(ctx, plan, form, &mut errors)?.ok_or(Error::Invalid(errors))?;
    let once = Once::of(ONCE, form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(line) = once.before(&tx).await? {
        return Ok(line);
    }
    let line = acts::add_task(&ctx.app, &tx, plan, &words).await?;
    once.opened(&tx, line).await?;
    tx.commit().await?;
    Ok(line)
}

/// The plan of a line that the viewer may write, with the line's words in the edition being written.
async fn written(ctx: &Ctx, line: i64) -> Result<(Plan, TaskWords)> {
    let any = tasks::of_line(&ctx.app.store, line).await?;
    let plan = own_plan(ctx, EDIT, any.plan_id).await?;
    plan.state()?.editable()?;
    let task = tasks::in_edition(&ctx.app.store, line, plan.edition).await?.ok_or(Error::NotFound)?;
    let words = task.words()?;
    Ok((plan, words))
}

/// The form of one that stands.
pub async fn edit(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (plan, task) = written(&ctx, line).await?;
    let known = Known::of(&ctx, &plan).await?;
    let typed = as_typed(&ctx, &task);
    ui::html(&view(&ctx, &plan, (&known, Some(line)), &typed, &FieldErrors::new())?)
}

/// Rewrites it.
pub async fn rewrite(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, _) = written(&ctx, line).await?;
    unchanged(&ctx, &form, &plan)?;
    let known = Known::of(&ctx, &plan).await?;
    let mut errors = FieldErrors::new();
    let Some(words) = known.read(&ctx, &plan, &form, &mut errors)? else {
        let page = view(&ctx, &plan, (&known, Some(line)), &form, &errors)?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::rewrite_task(&ctx.app, &tx, &plan, line, &words).await?;
    tx.commit().await?;
    Ok(redirect(&plan_path(plan.id), Some("plans-flash-task-kept")))
}

/// Takes it out.
pub async fn remove(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, _) = written(&ctx, line).await?;
    unchanged(&ctx, &form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_task(&tx, &plan, line).await?;
    tx.commit().await?;
    Ok(redirect(&plan_path(plan.id), Some("plans-flash-task-dropped")))
}

/// A task as its form would send it.
fn as_typed(ctx: &Ctx, task: &TaskWords) -> Submitted {
    let directory = ctx.app.directory();
    let code = |id: i64| directory.get(id).map(|a| a.code.clone()).unwrap_or_default();
    let helpers: Vec<&str> = task.cooperating.iter().map(|id| directory.name(*id)).collect();
    let money = if task.money == 0 { String::new() } else { task.money.to_string() };
    let all = [
        ("linh-vuc", task.field.clone()),
        ("muc", task.item.clone()),
        ("ten", task.name.clone()),
        ("san-pham", task.output.clone()),
        ("chi-tieu", task.figure.clone()),
        ("chi-so", task.measure.clone()),
        ("chu-tri", code(task.lead)),
        ("phoi-hop", helpers.join("; ")),
        ("nguoi", task.person.map(|id| id.to_string()).unwrap_or_default()),
        ("tu", task.from.to_string()),
        ("den", task.to.to_string()),
        ("tien", money),
        ("nguon", task.source.clone()),
    ];
    let fields = all.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect();
    Submitted { fields, uploads: Vec::new() }
}

fn blank(ctx: &Ctx, key: &str, held: &str, all: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t(key), held.is_empty())).chain(all).collect()
}

fn view(
    ctx: &Ctx,
    plan: &Plan,
    (known, line): (&Known, Option<i64>),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let here = plan_path(plan.id);
    let (action, title, label) = match line {
        None => (format!("{here}/viec-moi"), "plans-task-new", "plans-task-add"),
        Some(line) => (format!("{}/sua", line_path(line)), "plans-task-edit", "plans-keep"),
    };
    let words = ui::words(&ctx.locale);
    let fields = content(ctx, known, typed, errors).into_iter().chain(doing(ctx, known, typed, errors)?);
    let mut form = Form::new(&words, action, ctx.t(label), fields.collect())
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan);
    if line.is_none() {
        form = form.once(ctx, typed, errors);
    }
    let (title, caption) = (ctx.t(title), words::title(ctx, plan)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t("plans-task-lead"), ..Head::new(title) },
        table: None,
        form,
    })
}

/// What is to be done and what it serves.
fn content(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let (field, item, measure) = (held("linh-vuc"), held("muc"), held("chi-so"));
    let fields = known.names.fields.iter();
    let fields = fields.map(|(code, _)| Choice::new(code.clone(), known.names.field(code), *code == field));
    let items = known.names.items.iter().map(|i| {
        let title: String = ctx.locale.pick(&i.title, &i.title_en).chars().take(90).collect();
        Choice::new(i.code.clone(), format!("{} {title}", i.code), i.code == item)
    });
    let measures = known.names.measures.iter();
    let measures = measures.map(|(code, name, _)| Choice::new(code.clone(), name.clone(), *code == measure));
    vec![
        Field::select("linh-vuc", ctx.t("plans-head-field"), blank(ctx, "plans-choose", &field, fields))
            .error(error("linh-vuc")),
        Field::select("muc", ctx.t("plans-head-item"), blank(ctx, "plans-none", &item, items))
            .hint(ctx.t("plans-item-hint"))
            .optional()
            .error(error("muc")),
        Field::textarea("ten", ctx.t("plans-head-task"), 2).value(held("ten")).error(error("ten")),
        Field::textarea("san-pham", ctx.t("plans-head-output"), 2)
            .hint(ctx.t("plans-output-hint"))
            .value(held("san-pham"))
            .error(error("san-pham")),
        Field::text("chi-tieu", ctx.t("plans-head-figure"))
            .hint(ctx.t("plans-figure-hint"))
            .value(held("chi-tieu"))
            .optional()
            .error(error("chi-tieu")),
        Field::select("chi-so", ctx.t("plans-head-measure"), blank(ctx, "plans-none", &measure, measures))
            .hint(ctx.t("plans-measure-hint"))
            .optional()
            .error(error("chi-so")),
    ]
}

/// Who helps: departments and districts to choose from, others by their names.
fn helping(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> [Field; 2] {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let written: Vec<&str> = HELPERS
        .into_iter()
        .flat_map(|name| typed.all(name))
        .flat_map(|text| text.split([';', '\n']))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let directory = ctx.app.directory();
    let mut offered: Vec<&AgencyRef> = directory
        .in_force(ctx.today())
        .filter(|a| !matches!(a.kind.as_str(), "commune" | "division" | "press"))
        .collect();
    offered.sort_by_cached_key(|a| kernel::text::fold(&a.name));
    let means = |a: &AgencyRef, part: &str| a.code == part || a.name == part || a.short_name == part;
    let rest: Vec<&str> =
        written.iter().copied().filter(|part| !offered.iter().any(|a| means(a, part))).collect();
    let choices = offered.iter().map(|a| {
        let chosen = written.iter().any(|part| means(a, part));
        Choice::new(a.code.clone(), a.name.clone(), chosen)
    });
    let [chosen, named] = HELPERS;
    [
        Field::checkboxes(chosen, ctx.t("plans-head-cooperating"), choices.collect())
            .optional()
            .error(error(chosen)),
        Field::textarea(named, ctx.t("plans-head-helpers-named"), 2)
            .hint(ctx.t("plans-cooperating-hint"))
            .value(rest.join("; "))
            .optional()
            .error(error(named)),
    ]
}

/// Who does it, when and with what.
fn doing(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Result<Vec<Field>> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let (person, source) = (held("nguoi"), held("nguon"));
    let people = known.people.iter();
    let people = people.map(|(id, name)| Choice::new(id.to_string(), name.clone(), id.to_string() == person));
    let sources = SOURCES.map(|s| {
        let chosen = s == source || (source.is_empty() && s == "none");
        Choice::new(s, words::source_word(ctx, s), chosen)
    });
    let leads = ui::agency_choices(ctx, &Scope::All, typed.text("chu-tri"))?;
    let [chosen, named] = helping(ctx, typed, errors);
    Ok(vec![
        Field::select("chu-tri", ctx.t("plans-head-lead"), leads).error(error("chu-tri")),
        chosen,
        named,
        Field::select("nguoi", ctx.t("plans-head-person"), blank(ctx, "plans-none", &person, people))
            .optional()
            .error(error("nguoi")),
        Field::date("tu", ctx.t("plans-head-from")).value(held("tu")).error(error("tu")),
        Field::date("den", ctx.t("plans-head-to")).value(held("den")).error(error("den")),
        Field::money("tien", ctx.t("plans-head-money"))
            .value(held("tien"))
            .width(Width::Medium)
            .optional()
            .error(error("tien")),
        Field::radios("nguon", ctx.t("plans-head-source"), sources.into()).error(error("nguon")),
    ])
}
