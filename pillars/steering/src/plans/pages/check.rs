//! A check-in on a line of work: how far, what happened, evidence (a record first, a file second) or what is measured; and
//! giving a line up.

use super::super::acts;
use super::super::slice::{CHECK_IN, EDIT};
use super::super::store::plans::Plan;
use super::super::store::talk::{self, CheckIn};
use super::super::store::tasks::Task;
use super::super::words;
use super::task::{may_check_in, measured, measured_percent};
use super::{FormView, line_path, read_task};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::targets::MeasuredValue;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::once::Once;
use platform::search::{self, Named};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head, Width};

/// Longest address or code taken.
const LONGEST: usize = 500;

async fn found(ctx: &Ctx, line: i64) -> Result<(Plan, Task)> {
    let (plan, task) = read_task(ctx, line).await?;
    if !may_check_in(ctx, &task) {
        ctx.require(CHECK_IN, task.agency_id)?;
    }
    Ok((plan, task))
}

/// The form.
pub async fn show(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (_, task) = found(&ctx, line).await?;
    let measured = measured(&ctx, &task).await?;
    let mut typed = Submitted::default();
    let mut put = |name: &str, value: String| typed.fields.insert(name.to_owned(), vec![value]);
    put("tien-do", task.percent.to_string());
    put("ngay", ctx.today().to_string());
    ui::html(&view(&ctx, &task, measured.as_ref(), &typed, &FieldErrors::new())?)
}

/// What a check-in says.
struct Told {
    percent: i64,
    done: bool,
    happened: Day,
    text: String,
    record: Option<Named>,
}

/// Reads the form; all that is wrong at once. `by_measure` is how far what is measured says.
async fn read(
    ctx: &Ctx,
    form: &Submitted,
    by_measure: Option<i64>,
    errors: &mut FieldErrors,
) -> Result<Option<Told>> {
    let taken = form.text("cach") == "chi-so";
    if taken && by_measure.is_none() {
        errors.add("cach", "plans-error-not-measured");
    }
    let typed = form.text("tien-do").trim_end_matches([' ', '%']).parse::<i64>();
    let typed = typed.ok().filter(|p| (0..=100).contains(p));
    let percent = if taken { by_measure } else { typed };
    if percent.is_none() && !taken {
        errors.add("tien-do", "plans-error-percent");
    }
    let done = form.ticked("xong");
    if done && percent.is_some_and(|p| p < 100) {
        errors.add("xong", "plans-error-done");
    }
    let happened = form.day(errors, "ngay").filter(|d| *d <= ctx.today());
    if happened.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "plans-error-past");
    }
    let record = record(ctx, form, errors).await?;
    let has_file = form.uploads.iter().any(|u| u.field == "tep");
    let text = if taken || record.is_some() || has_file {
        form.at_most(errors, "noi-dung", 2000)
    } else {
        form.required(errors, "noi-dung", 2000)
    };
    if done && !taken && record.is_none() && !has_file {
        errors.add("lien-ket", "plans-error-evidence");
    }
    let (Some(percent), Some(happened), true) = (percent, happened, errors.is_empty()) else {
        return Ok(None);
    };
    Ok(Some(Told { percent, done, happened, text, record }))
}

/// The record named as evidence; an error where there is none that the viewer may see.
async fn record(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors) -> Result<Option<Named>> {
    let typed = form.text("lien-ket");
    if typed.is_empty() {
        return Ok(None);
    }
    let found = if typed.len() > LONGEST { None } else { search::named(ctx, typed).await? };
    if found.is_none() {
        errors.add("lien-ket", "plans-error-link");
    }
    Ok(found)
}

/// Keeps it.
pub async fn submit(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    match tell(&ctx, line, &form).await {
        Err(Error::Invalid(errors)) => {
            let (_, task) = found(&ctx, line).await?;
            let measured = measured(&ctx, &task).await?;
            let page = view(&ctx, &task, measured.as_ref(), &form, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => {
            other?;
            Ok(redirect(&line_path(line), Some("plans-flash-checked")))
        }
    }
}

/// Keeps the check-in of a form; its number.
///
/// # Errors
/// All that is wrong with the form.
pub async fn tell(ctx: &Ctx, line: i64, form: &Submitted) -> Result<i64> {
    let (plan, task) = found(ctx, line).await?;
    let measured = measured(ctx, &task).await?;
    let mut errors = FieldErrors::new();
    let by_measure = measured.as_ref().and_then(measured_percent);
    let told = read(ctx, form, by_measure, &mut errors).await?;
    let Some(told) = told else { return Err(Error::Invalid(errors)) };
    let once = Once::of("plan_checkin", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(made) = once.before(&tx).await? {
        return Ok(made);
    }
    let file = match form.uploads.iter().find(|u| u.field == "tep") {
        None => None,
        Some(upload) => match ctx.app.files.put(&tx, upload.content.clone(), ctx.app.largest_file()).await {
            Err(Error::Refused(refusal)) => {
                errors.add_with("tep", refusal.key, refusal.args);
                return Err(Error::Invalid(errors));
            }
            other => Some((other?.hash, upload.name.clone())),
        },
    };
    let measured = measured.filter(|_| form.text("cach") == "chi-so");
    let (file_hash, file_name) = file.unzip();
    let new = CheckIn {
        line_id: line,
        percent: told.percent,
        done: told.done,
        text: told.text,
        measured: measured.as_ref().map(|m| measured_words(ctx, m)).unwrap_or_default(),
        measured_href: measured.map(|m| m.records_href).unwrap_or_default(),
        link_kind: told.record.as_ref().map(|r| r.kind.clone()).unwrap_or_default(),
        link_label: told.record.as_ref().map(|r| r.title.clone()).unwrap_or_default(),
        link_href: told.record.as_ref().map(|r| r.href.clone()).unwrap_or_default(),
        link_agency_id: told.record.and_then(|r| r.agency_id),
        file_hash,
        file_name,
        author_name: ctx.viewer()?.name.clone(),
        ..CheckIn::default()
    };
    let made = acts::check_in(&tx, &plan, &task, &new, told.happened).await?;
    once.opened(&tx, made).await?;
    tx.commit().await?;
    Ok(made)
}

/// "87 % (chỉ tiêu trên 80 %), 1.250 bản ghi", as it was then.
fn measured_words(ctx: &Ctx, measured: &MeasuredValue) -> String {
    let args = [
        ("value", measured.shown.clone()),
        ("target", measured.shown_target.clone()),
        ("count", ctx.locale.integer(measured.count)),
    ];
    ctx.tn("plans-measured-as", &args)
}

fn view(
    ctx: &Ctx,
    task: &Task,
    measured: Option<&MeasuredValue>,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let mut fields = Vec::new();
    if let Some(measured) = measured.filter(|m| measured_percent(m).is_some()) {
        let by = held("cach");
        let ways = vec![
            Choice::new("tu-khai", ctx.t("plans-way-told"), by != "chi-so"),
            Choice::new("chi-so", ctx.t("plans-way-measured"), by == "chi-so")
                .hint(measured_words(ctx, measured)),
        ];
        fields.push(Field::radios("cach", ctx.t("plans-head-way"), ways).error(error("cach")));
    }
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let done = vec![Choice::new("1", ctx.t("plans-checked-done"), typed.ticked("xong"))];
    fields.extend([
        Field::number("tien-do", ctx.t("plans-head-progress"))
            .suffix("%")
            .width(Width::Tiny)
            .value(held("tien-do"))
            .optional()
            .error(error("tien-do")),
        Field::checkboxes("xong", ctx.t("plans-head-done"), done).optional().error(error("xong")),
        Field::date("ngay", ctx.t("plans-head-happened"))
            .hint(ctx.t("plans-happened-hint"))
            .value(held("ngay"))
            .error(error("ngay")),
        Field::textarea("noi-dung", ctx.t("plans-head-told"), 4)
            .hint(ctx.t("plans-told-hint"))
            .value(held("noi-dung"))
            .optional()
            .error(error("noi-dung")),
        Field::text("lien-ket", ctx.t("plans-head-link"))
            .hint(ctx.t("plans-link-hint"))
            .value(held("lien-ket"))
            .optional()
            .error(error("lien-ket")),
        Field::file("tep", ctx.t("plans-head-file"), taken.accept(), taken.words(ctx))
            .optional()
            .error(error("tep")),
    ]);
    let here = line_path(task.line_id);
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/tien-do"), ctx.t("plans-check-in"), fields)
        .multipart()
        .once(ctx, typed, errors)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("plans-check-in");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, task.name.clone()),
        head: Head {
            caption: task.name.clone(),
            tag: Some(words::standing(ctx, task)),
            lead: ctx.t("plans-check-in-lead"),
            ..Head::new(title)
        },
        table: None,
        form,
    })
}

/// The evidence file, to who may read the line.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let told = talk::check_in(&ctx.app.store, id).await?;
    read_task(&ctx, told.line_id).await?;
    let hash = told.file_hash.ok_or(Error::NotFound)?;
    ui::kept_file(&ctx, &hash, told.file_name.as_deref().unwrap_or("tep")).await
}

/// The form to give a line up.
pub async fn ask_stop(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (_, task) = read_task(&ctx, line).await?;
    ctx.require(EDIT, task.agency_id)?;
    ui::html(&stop_view(&ctx, &task, "", &FieldErrors::new()))
}

/// Gives it up.
pub async fn stop(ctx: Ctx, Path(line): Path<i64>, form: Submitted) -> Result<Response> {
    let (plan, task) = read_task(&ctx, line).await?;
    ctx.require(EDIT, task.agency_id)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &stop_view(&ctx, &task, &reason, &errors));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::stop(&tx, &plan, &task, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&line_path(line), Some("plans-flash-stopped")))
}

fn stop_view(ctx: &Ctx, task: &Task, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("plans-stop-reason"), 3)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let here = line_path(task.line_id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/dung"), ctx.t("plans-stop"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.danger = true;
    let title = ctx.t("plans-stop");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, task.name.clone()),
        head: Head { caption: task.name.clone(), lead: ctx.t("plans-stop-lead"), ..Head::new(title) },
        table: None,
        form,
    }
}
