//! Handing many results over in one go: who takes each of them is written down first, then all are returned.

use super::batch::{self, Told};
use super::deeds::{Case, Deed};
use super::dossier_desk;
use super::inbox::PATH;
use crate::one_stop::acts;
use crate::one_stop::rules::{Act, State};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use ui::{Cell, Field, FieldKind};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/batch_return.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    form: ui::Form,
}

fn receiver(id: i64) -> String {
    format!("nguoi-nhan.{id}")
}

/// The cases of a batch; what the viewer may not see is not among them.
async fn cases(ctx: &Ctx, typed: &Submitted) -> Result<Vec<(Case, i64)>> {
    let mut found = Vec::new();
    for (id, seen) in batch::chosen(typed)? {
        match Case::open(ctx.clone(), id).await {
            Ok(case) => found.push((case, seen)),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

/// Asks who takes each result; the proxy or the owner stands there already, unless the post has it.
pub async fn ask(ctx: &Ctx, typed: &Submitted) -> Result<Response> {
    let cases = cases(ctx, typed).await?;
    form(ctx, &cases, typed, &FieldErrors::new()).await
}

async fn form(ctx: &Ctx, cases: &[(Case, i64)], typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let mut rows = Vec::new();
    for (case, _) in cases {
        let away = dossier_desk::away(case).await?;
        let name = receiver(case.dossier.id);
        let own = match (&away, case.dossier.proxy()?) {
            (Some(_), _) => String::new(),
            (None, Some(proxy)) => proxy.name,
            (None, None) => case.dossier.owner_name.clone(),
        };
        let label = format!("{}: {}", case.dossier.code, ctx.t("one-stop-field-nguoi-nhan"));
        let held = typed.fields.get(&name).and_then(|v| v.first()).cloned().unwrap_or(own);
        let mut about = vec![
            case.dossier.code.clone().into(),
            Cell::muted(format!("{} – {}", case.dossier.owner_name, case.dossier.procedure_name)),
        ];
        about.extend(away.map(|parcel| ctx.tn("one-stop-batch-return-away", &[("parcel", parcel)]).into()));
        let about = Cell::Stack(about);
        let field = Field::text(&name, label).value(held).label_hidden().max_length(120);
        rows.push(vec![Field::html(ui::markup(&about)), field.error(ui::field_error(ctx, errors, &name))]);
    }
    let columns = vec![ctx.t("one-stop-head-code"), ctx.t("one-stop-field-nguoi-nhan")];
    let title = ctx.t("one-stop-batch-return-title");
    let kind = FieldKind::Rows { columns, rows, add_name: None };
    let mut fields = vec![Field::new(kind, "nguoi-nhan", ctx.t("one-stop-batch-return-who"))];
    for (case, seen) in cases {
        fields.push(Field::hidden("chon", format!("{}-{seen}", case.dossier.id)));
    }
    let words = ui::words(&ctx.locale);
    let mut form =
        ui::Form::new(&words, format!("{PATH}/loat/tra"), ctx.t("one-stop-deed-tra-ket-qua"), fields);
    form.secondary = Some(ui::Link::new(format!("{PATH}?nhom=cho-tra"), ctx.t("one-stop-inbox-back")));
    let page = ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("one-stop-inbox-title"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &View { page, head: ui::Head::new(title), form })
}

/// Returns every result to whom was named, and tells how each went.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let cases = cases(&ctx, &typed).await?;
    let mut errors = FieldErrors::new();
    let receivers: Vec<String> =
        cases.iter().map(|(case, _)| typed.required(&mut errors, &receiver(case.dossier.id), 120)).collect();
    if !errors.is_empty() {
        return form(&ctx, &cases, &typed, &errors).await;
    }
    let mut told = Told::default();
    for ((case, seen), to) in cases.iter().zip(&receivers) {
        let outcome = hand_over(case, *seen, to).await;
        told.add(case, outcome)?;
    }
    told.page(&ctx, Deed::Return, &[])
}

async fn hand_over(case: &Case, seen: i64, to: &str) -> Result<()> {
    case.demand(Deed::Return)?;
    if case.facts.state != State::Settled {
        case.facts.state.after(Act::Return, &case.rules.grounds)?;
    }
    acts::return_result(&case.ctx.app, &case.ctx.actor(), case.dossier.id, Some(seen), to).await?;
    Ok(())
}
