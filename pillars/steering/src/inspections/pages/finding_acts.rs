//! What is done about a finding: reported by the unit with evidence; accepted, sent back, put off, looked at again or carried over
//! by the inspector.

use super::super::acts;
use super::super::slice::{INSPECT, REPORT};
use super::super::store::findings::{Finding, Step};
use super::super::store::inspections::{self, Inspection};
use super::super::words;
use super::evidence::{self, Evidence};
use super::{
    Asking, FormView, as_seen, blank, day_field, finding_path, form_view, read_finding, text_field, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field};

fn seen(ctx: &Ctx, form: &Submitted, finding: &Finding) -> Result<()> {
    unchanged(form, finding.version, &words::standing(ctx, finding)?.text)
}

fn asking(ctx: &Ctx, finding: &Finding, (act, key): (&str, &str), fields: Vec<Field>) -> FormView {
    let back = finding_path(finding.id);
    form_view(
        ctx,
        Asking {
            title: ctx.t(&format!("inspections-act-{key}")),
            caption: finding.text.clone(),
            lead: ctx.t(&format!("inspections-act-lead-{key}")),
            action: format!("{back}/{act}"),
            back,
            label: ctx.t(&format!("inspections-act-{key}")),
            fields,
            hidden: as_seen(finding.version),
        },
    )
}

fn step_of(finding: &Finding, kind: &str, text: String, author: &str) -> Step {
    Step {
        finding_id: finding.id,
        kind: kind.to_owned(),
        text,
        author_name: author.to_owned(),
        ..Step::default()
    }
}

fn with_evidence(step: Step, kept: &Evidence, file: Option<(String, String)>) -> Step {
    let (file_hash, file_name) = file.unzip();
    let record = kept.record.as_ref();
    Step {
        link_kind: record.map(|r| r.kind.clone()).unwrap_or_default(),
        link_label: record.map(|r| r.title.clone()).unwrap_or_default(),
        link_href: record.map(|r| r.href.clone()).unwrap_or_default(),
        link_agency_id: record.and_then(|r| r.agency_id),
        file_hash,
        file_name,
        evidence_on: kept.on.map(|d| d.to_string()),
        ..step
    }
}

/// A finding whose unit the viewer speaks for.
async fn reported(ctx: &Ctx, id: i64) -> Result<(Inspection, Finding)> {
    let (of, finding) = read_finding(ctx, id).await?;
    ctx.require(REPORT, finding.unit_id)?;
    Ok((of, finding))
}

fn report_view(ctx: &Ctx, finding: &Finding, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let mut fields = vec![text_field(ctx, "noi-dung", "inspections-head-done", typed, errors)];
    fields.extend(evidence::fields(ctx, typed, errors)?);
    let mut view = asking(ctx, finding, ("bao-cao", "report"), fields);
    view.form = view.form.multipart();
    Ok(view)
}

/// The form of a report.
pub async fn ask_report(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (_, finding) = reported(&ctx, id).await?;
    finding.state()?.report()?;
    ui::html(&report_view(&ctx, &finding, &Submitted::default(), &FieldErrors::new())?)
}

/// Reads and keeps a report; what is reported as put right needs evidence.
pub async fn report_by(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let (of, finding) = reported(ctx, id).await?;
    seen(ctx, form, &finding)?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "noi-dung", 2000);
    let kept = evidence::read(ctx, form, &mut errors).await?;
    if !kept.is_there() && errors.0.iter().all(|e| e.field != "lien-ket") {
        errors.add("lien-ket", "inspections-error-evidence");
    }
    errors.check()?;
    let author = ctx.viewer()?.name.clone();
    let mut errors = FieldErrors::new();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let file = evidence::keep(ctx, &tx, (form, "tep"), &mut errors).await?;
    errors.check()?;
    let step = with_evidence(step_of(&finding, "report", text, &author), &kept, file);
    acts::report(&ctx.app, &tx, (&of, &finding), &step).await?;
    tx.commit().await
}

/// Keeps the report.
pub async fn report(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match report_by(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let (_, finding) = reported(&ctx, id).await?;
            let page = report_view(&ctx, &finding, &form, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&finding_path(id), Some("inspections-flash-reported"))),
    }
}

/// What an inspector does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Accept,
    SendBack,
    Extend,
    Visit,
    Carry,
}

impl Act {
    const ALL: [(Act, &'static str, &'static str); 5] = [
        (Act::Accept, "chap-nhan", "accept"),
        (Act::SendBack, "tra-lai", "send-back"),
        (Act::Extend, "gia-han", "extend"),
        (Act::Visit, "xem-lai", "visit"),
        (Act::Carry, "chuyen", "carry"),
    ];

    fn of(path: &str) -> Result<(Act, &'static str, &'static str)> {
        Act::ALL.into_iter().find(|(_, p, _)| *p == path).ok_or(Error::NotFound)
    }
}

/// A finding that the viewer inspected.
async fn inspected(ctx: &Ctx, id: i64) -> Result<(Inspection, Finding)> {
    let (of, finding) = read_finding(ctx, id).await?;
    ctx.require(INSPECT, finding.agency_id)?;
    Ok((of, finding))
}

async fn view(
    ctx: &Ctx,
    (of, finding): (&Inspection, &Finding),
    (act, path, key): (Act, &str, &str),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let text = text_field(ctx, "noi-dung", "inspections-head-reason", typed, errors);
    let fields = match act {
        Act::Accept => vec![text.optional()],
        Act::SendBack => vec![text],
        Act::Extend => vec![day_field(ctx, "han-moi", "inspections-head-new-due", typed, errors), text],
        Act::Visit => {
            vec![text, day_field(ctx, "ngay-minh-chung", "inspections-head-visited", typed, errors)]
        }
        Act::Carry => {
            let held = typed.text("cuoc");
            let later = inspections::following(&ctx.app.store, of.id).await?;
            let choices = later.into_iter().filter(|i| i.state == "noticed").map(|i| {
                let id = i.id.to_string();
                let chosen = id == held;
                Choice::new(id, format!("{} ({})", i.decision_no, words::vn(&i.from_on)), chosen)
            });
            let field = Field::select("cuoc", ctx.t("inspections-head-carry-into"), choices.collect())
                .error(ui::field_error(ctx, errors, "cuoc"));
            vec![field, text]
        }
    };
    Ok(asking(ctx, finding, (path, key), fields))
}

/// The form of an act.
pub async fn ask(ctx: Ctx, Path((id, path)): Path<(i64, String)>) -> Result<Response> {
    let act = Act::of(&path)?;
    let (of, finding) = inspected(&ctx, id).await?;
    let typed = match act.0 {
        Act::Visit => blank(&[("ngay-minh-chung", ctx.today().to_string())]),
        _ => Submitted::default(),
    };
    ui::html(&view(&ctx, (&of, &finding), act, &typed, &FieldErrors::new()).await?)
}

/// Does it.
pub async fn act(ctx: Ctx, Path((id, path)): Path<(i64, String)>, form: Submitted) -> Result<Response> {
    match act_by(&ctx, (id, &path), &form).await {
        Err(Error::Invalid(errors)) => {
            let (of, finding) = inspected(&ctx, id).await?;
            let page = view(&ctx, (&of, &finding), Act::of(&path)?, &form, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&finding_path(id), Some("inspections-flash-kept"))),
    }
}

/// Reads and does an act by its address.
pub async fn act_by(ctx: &Ctx, (id, path): (i64, &str), form: &Submitted) -> Result<()> {
    let (act, _, kind) = Act::of(path)?;
    let (of, finding) = inspected(ctx, id).await?;
    seen(ctx, form, &finding)?;
    let mut errors = FieldErrors::new();
    let text = match act {
        Act::Accept => form.at_most(&mut errors, "noi-dung", 2000),
        _ => form.required(&mut errors, "noi-dung", 2000),
    };
    let due = if act == Act::Extend { super::asked_day(form, "han-moi", &mut errors) } else { None };
    if due.is_some_and(|due| due.to_string() <= finding.due_on) {
        errors.add("han-moi", "inspections-error-not-later");
    }
    let visited =
        if act == Act::Visit { super::past(ctx, form, "ngay-minh-chung", &mut errors) } else { None };
    let later = inspections::following(&ctx.app.store, of.id).await?;
    let into = later.into_iter().find(|i| i.id.to_string() == form.text("cuoc"));
    if act == Act::Carry && into.is_none() {
        errors.add("cuoc", "form-required");
    }
    errors.check()?;
    let viewer = ctx.viewer()?;
    let step =
        Step { evidence_on: visited.map(|d| d.to_string()), ..step_of(&finding, kind, text, &viewer.name) };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match (act, due, &into) {
        (Act::Accept, ..) => acts::accept(&ctx.app, &tx, &finding, &step, viewer.account_id).await?,
        (Act::SendBack, ..) => acts::send_back(&ctx.app, &tx, &finding, &step).await?,
        (Act::Extend, Some(due), _) => acts::extend(&ctx.app, &tx, &finding, &step, due).await?,
        (Act::Visit, ..) => acts::looked_at(&tx, &finding, &step).await?,
        (Act::Carry, _, Some(into)) => {
            acts::carry(&ctx.app, &tx, &finding, into, &step).await?;
        }
        _ => return Err(Error::NotFound),
    }
    tx.commit().await
}
