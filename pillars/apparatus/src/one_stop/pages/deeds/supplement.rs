//! POST bo-sung, da-bo-sung, dung: missing papers asked for once and in full, supplied, or not.

use super::form::{Draft, LONG, demanded_day, note};
use super::{Case, Deed, papers};
use crate::one_stop::acts::{self, AskedPaper, AskedSupplement};
use crate::one_stop::rules::ReasonOf;
use crate::one_stop::store::{self, Dossier, Paper};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::messages::Lang;
use ui::{Cell, Choice, Field, FieldKind};

/// Name of a reason.
pub fn reason_name(ctx: &Ctx, code: &str) -> String {
    ReasonOf::Supplement.name(&ctx.app.profiles(), &ctx.locale, code)
}

/// The reasons that may be given today, with their names.
fn reasons(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let known = ReasonOf::Supplement.on(&ctx.app.profiles(), ctx.today())?;
    Ok(known.into_iter().map(|r| (r.code.clone(), reason_name(ctx, &r.code))).collect())
}

/// Fields of the request: what is needed of each paper, reason, further content, guide, last day.
/// Papers known to be missing are asked for already; the clerk says what is wrong with the others.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let reasons = reasons(ctx)?;
    let mut guide = draft.text("nguoi-huong-dan");
    if guide.value.is_empty() {
        guide.value = case.ctx.viewer.as_ref().map(|v| v.name.clone()).unwrap_or_default();
    }
    let papers = store::papers(&ctx.app.store, case.dossier.id).await?;
    let missing = papers.iter().any(|p| lacking(case, p));
    let mut reason = draft.select("loai-ly-do", reasons.clone());
    if let (FieldKind::Select(choices), true) = (&mut reason.kind, missing && draft.typed.fields.is_empty()) {
        for choice in choices {
            choice.selected = choice.value == "missing";
        }
    }
    let calendar = ctx.app.calendars().of(case.dossier.agency_id)?;
    let mut until = draft.day("tra-loi-truoc").hint(ctx.t("one-stop-hint-tra-loi-truoc"));
    if until.value.is_empty() && draft.typed.fields.is_empty() {
        until.value = case.rules.answer_by(ctx.today(), &calendar).to_string();
    }
    let left = (case.rules.supplement_max - case.dossier.supplement_count).max(0);
    let hint = ctx.tn("one-stop-hint-noi-dung-bo-sung", &[("left", left.to_string())]);
    let mut content = draft.area("noi-dung", 4).hint(hint);
    if !papers.is_empty() {
        content = content.optional();
    }
    let mut fields = Vec::new();
    if !papers.is_empty() {
        let rows = papers.iter().map(|paper| need_row(case, draft, paper, &reasons)).collect();
        let columns = ["one-stop-paper-giay", "one-stop-supplement-kind", "one-stop-supplement-need"];
        let columns = columns.map(|key| ctx.t(key)).into();
        let kind = FieldKind::Rows { columns, rows, add_name: None };
        let table = Field::new(kind, "can", ctx.t("one-stop-supplement-papers"));
        fields.push(table.hint(ctx.t("one-stop-supplement-papers-hint")));
    }
    fields.extend([reason, content, guide, draft.tel("dien-thoai").optional(), until]);
    Ok(fields)
}

/// Whether the procedure always needs a paper that is not there.
fn lacking(case: &Case, paper: &Paper) -> bool {
    let needed = case
        .version
        .body
        .components
        .iter()
        .any(|c| c.key == paper.component && c.required && c.kind != "shown");
    needed && paper.given == "missing"
}

fn need_row(case: &Case, draft: &Draft<'_>, paper: &Paper, reasons: &[(String, String)]) -> Vec<Field> {
    let ctx = draft.ctx;
    let label = format!("{}: {}", paper.name, ctx.t("one-stop-supplement-need"));
    let mut need = Field::text(need_name(paper.id), label);
    if lacking(case, paper) {
        let why = paper.note.clone().filter(|n| !n.is_empty());
        need = need.value(why.unwrap_or_else(|| ctx.app.locale(Lang::Vi).t("one-stop-supplement-missing")));
    }
    let given = ctx.t(&format!("one-stop-given-{}", paper.given));
    let about = Cell::Stack(vec![paper.name.clone().into(), Cell::muted(given)]);
    let held = draft.typed.text(&kind_name(paper.id));
    let first = Choice::new("", ctx.t("one-stop-supplement-kind-same"), held.is_empty());
    let choices = reasons.iter().map(|(code, name)| Choice::new(code.clone(), name.clone(), held == code));
    let label = format!("{}: {}", paper.name, ctx.t("one-stop-supplement-kind"));
    let kind = Field::select(kind_name(paper.id), label, std::iter::once(first).chain(choices).collect());
    vec![
        Field::html(ui::markup(&about)),
        draft.finish(kind).label_hidden().optional(),
        draft.finish(need).label_hidden().optional().max_length(500),
    ]
}

fn kind_name(paper: i64) -> String {
    format!("loai.{paper}")
}

fn need_name(paper: i64) -> String {
    format!("can.{paper}")
}

/// The whole request as one text, a line a paper, then what was added; and the papers it is about, each with its reason.
async fn content(
    case: &Case,
    typed: &Submitted,
    errors: &mut FieldErrors,
    known: &[(String, String)],
) -> Result<(String, Vec<AskedPaper>)> {
    let mut lines = Vec::new();
    let mut asked = Vec::new();
    for paper in store::papers(&case.ctx.app.store, case.dossier.id).await? {
        let need = typed.at_most(errors, &need_name(paper.id), 500);
        if need.is_empty() {
            continue;
        }
        lines.push(format!("{}: {need}", paper.name));
        let own = typed.optional(&kind_name(paper.id));
        if own.as_ref().is_some_and(|own| !known.iter().any(|(code, _)| code == own)) {
            errors.add(kind_name(paper.id), "form-required");
        }
        let reason_code = own.unwrap_or_else(|| typed.text("loai-ly-do").to_owned());
        asked.push(AskedPaper { component: paper.component, name: paper.name, reason_code });
    }
    let more = typed.at_most(errors, "noi-dung", LONG);
    if lines.is_empty() && more.is_empty() {
        errors.add("noi-dung", "one-stop-error-supplement-empty");
    }
    lines.extend(Some(more).filter(|m| !m.is_empty()));
    Ok((lines.join("\n"), asked))
}

/// Asks for papers.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskSupplement).await?;
    let outcome = asked(&case, &typed).await;
    case.outcome(Deed::AskSupplement, &typed, outcome).await
}

/// The request as typed.
pub async fn asked(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason_code = typed.text("loai-ly-do").to_owned();
    let known = reasons(&case.ctx)?;
    if !known.iter().any(|(code, _)| *code == reason_code) {
        errors.add("loai-ly-do", "form-required");
    }
    let (content, papers) = content(case, typed, &mut errors, &known).await?;
    let guide_name = typed.required(&mut errors, "nguoi-huong-dan", 120);
    let guide_phone = typed.at_most(&mut errors, "dien-thoai", 30);
    let day = demanded_day(typed, &mut errors, "tra-loi-truoc");
    if day.is_some_and(|day| day <= case.ctx.today()) {
        errors.add("tra-loi-truoc", "one-stop-error-day-tomorrow");
    }
    let Some(answer_by) = day.filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let asked = AskedSupplement { reason_code, papers, content, guide_name, guide_phone, answer_by };
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::ask_supplement(&case.ctx.app, &case.ctx.actor(), id, seen, &asked).await
}

/// Fields of the answer: every paper as it stands now, to be ticked as it came, and a remark.
pub async fn answer_fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let mut fields = papers::table(case, draft).await?;
    fields.push(draft.note());
    Ok(fields)
}

/// The papers came.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Supplement).await?;
    let outcome = answered(&case, &typed).await;
    case.outcome(Deed::Supplement, &typed, outcome).await
}

/// What came, as typed.
pub async fn answered(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let id = case.dossier.id;
    let mut errors = FieldErrors::new();
    let note = note(typed, &mut errors);
    // A page from before papers could be ticked carries none of them.
    let ticked = typed.fields.keys().any(|name| name.starts_with("giay."));
    let found = if ticked { papers::read(case, typed, &mut errors).await? } else { Vec::new() };
    let before = store::papers(&case.ctx.app.store, id).await?;
    for paper in before.iter().filter(|p| lacking(case, p)) {
        let still = found.iter().any(|f| f.id == paper.id && f.given == "missing" && f.note.is_none());
        if still {
            errors.add(format!("giay.{}.co", paper.id), "one-stop-error-paper-still-missing");
        }
    }
    errors.check()?;
    let (app, by) = (&case.ctx.app, case.ctx.actor());
    let mut seen = case.seen(typed)?;
    if !found.is_empty() {
        let found = papers::stored(case, typed, found).await?;
        seen = Some(acts::record_papers(app, &by, id, seen, &found).await?.version);
    }
    acts::supplement(app, &by, id, seen, &note).await
}

/// Fields of the stop.
pub fn stop_fields(draft: &Draft<'_>) -> Vec<Field> {
    vec![draft.area("ly-do", 3)]
}

/// The papers did not come in time.
pub async fn stop(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Stop).await?;
    let outcome = stopped(&case, &typed).await;
    case.outcome(Deed::Stop, &typed, outcome).await
}

/// The stop as typed.
pub async fn stopped(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    errors.check()?;
    acts::stop(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &reason).await
}
