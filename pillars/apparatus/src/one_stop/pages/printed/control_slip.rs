//! Form 05, phiếu kiểm soát quá trình: a block for each hand-over, with how the giving unit kept its time.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::pages::standing;
use crate::one_stop::store::{self, Dossier, StepRow};
use kernel::{Lateness, Moment};
use platform::error::Result;
use platform::{Ctx, Locale};
use serde_json::{Value as Json, json};

/// Prints the slip as far as the dossier has come.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let Some(received) = dossier.received() else {
        return Err(sheet::none("one-stop-refused-paper-05"));
    };
    let steps = store::steps(&ctx.app.store, dossier.id).await?;
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    let number = dossier.register_number.map(|n| format!("{n:04}")).unwrap_or_default();
    let mut inputs = sheet::inputs(ctx, dossier, &number, received.day())?;
    let judged = standing::judged_at(ctx, dossier).await?;
    let settled = steps.iter().filter(|s| s.role != "one_stop").map(|s| unit(&vi, s)).next();
    let own = json!({
        "unit": settled.map_or_else(|| agency.clone(), |unit| format!("{unit}, {agency}")),
        "handovers": hand_overs(&vi, &steps, judged, dossier.settled_at.is_some()),
        "blank": if dossier.state()?.is_open() { 2 } else { 0 },
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::CONTROL_SLIP, inputs, Vec::new()).await
}

/// From each step to the next; a settled dossier ends back at the desk.
fn hand_overs(vi: &Locale, steps: &[StepRow], now: Moment, settled: bool) -> Vec<Json> {
    let mut rows: Vec<Json> = steps
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some(json!({
                "from_unit": unit(vi, from), "to_unit": unit(vi, to),
                "at": sheet::local(Moment::from_micros(to.started_at)),
                "from_person": to.giver_name, "to_person": to.actor_name,
                "result": kept(vi, from, now), "note": note(vi, from),
            })),
            _ => None,
        })
        .collect();
    if let Some(last) = steps.last().filter(|s| settled && s.role != "one_stop") {
        rows.push(json!({
            "from_unit": unit(vi, last), "to_unit": vi.t("one-stop-paper-unit-one-stop"),
            "at": last.ended_at.map(|at| sheet::local(Moment::from_micros(at))),
            "from_person": last.actor_name, "result": kept(vi, last, now), "note": last.note,
        }));
    }
    rows
}

/// What was noted at the hand-over; a way back is told as such.
fn note(vi: &Locale, step: &StepRow) -> Option<String> {
    let note = step.note.clone();
    if !step.sent_back {
        return note;
    }
    Some(vi.tn("one-stop-paper-sent-back", &[("reason", note.unwrap_or_default())]))
}

fn unit(vi: &Locale, step: &StepRow) -> String {
    if step.unit.is_empty() {
        vi.t(&format!("one-stop-paper-unit-{}", step.role.replace('_', "-")))
    } else {
        step.unit.clone()
    }
}

/// How a step kept its own time; nothing where it has none.
fn kept(vi: &Locale, step: &StepRow, now: Moment) -> Option<String> {
    let class =
        Lateness::classify(step.ended_at.map(Moment::from_micros), step.due_at.map(Moment::from_micros), now);
    let key = match class {
        Lateness::Early => "one-stop-paper-early",
        Lateness::OnTime => "one-stop-paper-on-time",
        Lateness::Late | Lateness::Overdue => "one-stop-paper-late",
        Lateness::InTime | Lateness::NoPromise => return None,
    };
    Some(vi.t(key))
}
