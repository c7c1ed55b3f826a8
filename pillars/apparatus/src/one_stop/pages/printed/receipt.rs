//! Form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả: papers, promise with its arithmetic, fee, QR code to follow it.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::pages::arithmetic;
use crate::one_stop::pages::public::sealed;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use contracts::procedures::{Fee, Procedure};
use kernel::{Base, Dong, Term};
use platform::error::Result;
use platform::identity::AccountKind;
use platform::{Ctx, Locale};
use serde_json::{Value as Json, json};

/// The receipt of a dossier, for its applicant. Before the agency received it, it says that it is no promise yet.
pub async fn receipt(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    render(ctx, dossier, None).await
}

/// One of the two copies: 1 stays at the desk, 2 goes with the applicant.
pub async fn copy(ctx: &Ctx, dossier: &Dossier, number: u8) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let text = vi.t(if number == 1 { "one-stop-paper-copy-1" } else { "one-stop-paper-copy-2" });
    render(ctx, dossier, Some(text)).await
}

async fn render(ctx: &Ctx, dossier: &Dossier, copy: Option<String>) -> Result<Vec<u8>> {
    if dossier.state()? == State::NotAccepted {
        return Err(sheet::none("one-stop-refused-paper-01"));
    }
    let vi = sheet::vietnamese(&ctx.app);
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let papers = store::papers(&ctx.app.store, dossier.id).await?;
    let steps = store::steps(&ctx.app.store, dossier.id).await?;
    let mut paid = store::fees_of(&ctx.app.store, dossier.id).await?;
    paid.retain(|fee| fee.cancelled_at.is_none());
    let on = dossier.received().unwrap_or(kernel::Moment::from_micros(dossier.filed_at)).day();
    let number = dossier.register_number.map(|n| format!("{n:04}"));
    // The code leads straight to the dossier; who types the address instead proves it is theirs by four digits.
    let base = ctx.app.settings.base_url();
    let qr = ui::qr_svg(&format!("{base}/theo-doi/{}", dossier.tracking_key));
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    let mut inputs = sheet::inputs(ctx, dossier, number.as_deref().unwrap_or_default(), on)?;
    let copy = if dossier.received_at.is_some() { copy } else { Some(vi.t("one-stop-paper-not-received")) };
    let own = json!({
        "copy": copy,
        "desk": vi.tn("one-stop-paper-desk", &[("agency", agency.clone())]),
        "submitter": sheet::applicant(dossier)?,
        "papers": papers.iter().filter(|p| p.given != "missing").map(|p| paper(&vi, p)).collect::<Vec<_>>(),
        "sets": version.body.sets,
        "term": term(&vi, &version.body, dossier),
        "due_why": arithmetic::in_words(&vi, &dossier.due_steps()?).join(" "),
        "return_place": vi.tn(
            &format!("one-stop-paper-return-{}", dossier.result_delivery),
            &[("agency", agency), ("address", dossier.owner_address.clone())],
        ),
        "fee": fee(&vi, &version.body),
        "fees_paid": paid.iter().map(|fee| fee_paid(&vi, fee)).collect::<Vec<_>>(),
        "corrected": dossier.corrected_at.map(|at| kernel::Moment::from_micros(at).vn()),
        "register": number.map(|n| json!({"book": on.year().to_string(), "number": n})),
        "lookup_url": format!("{base}/tra-cuu"),
        "notes": notes(ctx, &vi, dossier).await?,
        "clerk": steps.first().map(|s| json!({"name": s.giver_name})),
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::RECEIPT, inputs, vec![("qr.svg", qr.0.into_bytes())]).await
}

/// What stands below the line: what to bring, what to compare with the sealed ledger, and which printing this is. A paper
/// printed again says what the dossier says by then, so it says when and by whom it was printed.
async fn notes(ctx: &Ctx, vi: &Locale, dossier: &Dossier) -> Result<Vec<String>> {
    let mut notes = vec![vi.t("one-stop-paper-bring")];
    let entry =
        platform::ledger::entry_of(&ctx.app.store, "dossier", dossier.id, sealed::action(dossier)).await?;
    if let Some(entry) = entry {
        let args = [("entry", entry.id.to_string()), ("hash", sealed::short(&entry.hash))];
        notes.push(vi.tn("one-stop-paper-sealed", &args));
    }
    let at = ctx.now.vn();
    let official = ctx.viewer.as_ref().filter(|viewer| viewer.kind == AccountKind::Staff);
    notes.push(match official {
        Some(official) => vi.tn("one-stop-paper-printed", &[("at", at), ("name", official.name.clone())]),
        None => vi.tn("one-stop-paper-downloaded", &[("at", at)]),
    });
    Ok(notes)
}

fn paper(vi: &Locale, paper: &store::Paper) -> Json {
    let kind = vi.t(&format!("one-stop-given-{}", paper.given));
    json!({"name": paper.name, "kind": kind, "quantity": paper.copies, "note": paper.note})
}

/// Money taken: how much, under which receipt, when and by whom.
fn fee_paid(vi: &Locale, fee: &store::FeeRow) -> String {
    vi.tn(
        "one-stop-paper-fee-paid",
        &[
            ("amount", Dong(fee.amount).to_string()),
            ("receipt", fee.receipt_number.clone()),
            ("at", kernel::Moment::from_micros(fee.collected_at).vn()),
            ("name", fee.collector_name.clone()),
        ],
    )
}

/// The term by the procedure, in words.
fn term(vi: &Locale, body: &Procedure, dossier: &Dossier) -> Option<String> {
    let variant = dossier.term_variant.as_deref().and_then(|key| body.variant(key));
    let term = variant.map(|v| &v.term).or(body.term.as_ref())?;
    let mut text = match term.base {
        Base::Amount(amount) => amount.label_vi(),
        Base::SameDay => vi.t("one-stop-paper-term-same-day"),
        Base::None => legs(term)?,
    };
    if let Some(more) = term.verification.filter(|_| dossier.with_verification) {
        text = vi.tn("one-stop-paper-term-verified", &[("term", text), ("more", more.label_vi())]);
    }
    if let Some(variant) = variant {
        text = format!("{text} ({})", variant.label);
    }
    Some(if body.is_unconfirmed("term") {
        vi.tn("one-stop-paper-unconfirmed", &[("text", text)])
    } else {
        text
    })
}

fn legs(term: &Term) -> Option<String> {
    let legs: Vec<String> =
        term.legs.iter().map(|leg| format!("{}: {}", leg.name, leg.time.label_vi())).collect();
    Some(legs.join("; ")).filter(|text| !text.is_empty())
}

/// Fees as the procedure states them: a sum only of those that are plain đồng, the others by their unit.
/// A sum that no source confirmed says so: the paper is a promise.
fn fee(vi: &Locale, body: &Procedure) -> Json {
    let fees = body.fees.as_slice();
    let unsure = body.is_unconfirmed("fees");
    let plain = |fee: &&Fee| fee.unit.as_deref().is_none_or(|unit| unit == "đồng");
    let due: Vec<&Fee> = fees.iter().filter(|f| f.amount != Some(0)).collect();
    if due.is_empty() {
        return json!({"state": if fees.is_empty() { None } else { Some(vi.t("one-stop-paper-fee-none")) }});
    }
    let lines: Vec<Json> =
        due.iter().map(|fee| json!({"name": fee.name, "amount": amount(vi, fee)})).collect();
    let sum = due.iter().copied().map(|fee| fee.amount.filter(|_| plain(&fee))).sum::<Option<i64>>();
    match sum {
        Some(total) => json!({
            "total": total,
            "lines": if due.len() > 1 { lines } else { Vec::new() },
            "state": unsure.then(|| vi.t("one-stop-paper-fee-unconfirmed")),
        }),
        None if unsure => {
            json!({"state": vi.tn("one-stop-paper-unconfirmed", &[("text", lines_in_words(&due, vi))])})
        }
        None => json!({"state": lines_in_words(&due, vi)}),
    }
}

fn amount(vi: &Locale, fee: &Fee) -> String {
    match (fee.amount, fee.unit.as_deref()) {
        (None, _) => vi.t("one-stop-paper-fee-by-rule"),
        (Some(amount), None | Some("đồng")) => Dong(amount).to_string(),
        (Some(amount), Some(unit)) => {
            format!("{} {unit}", Dong(amount).to_string().trim_end_matches(" đồng"))
        }
    }
}

fn lines_in_words(fees: &[&Fee], vi: &Locale) -> String {
    fees.iter().map(|fee| format!("{} {}", fee.name, amount(vi, fee))).collect::<Vec<_>>().join("; ")
}
