//! Form 04, phiếu xin lỗi và hẹn lại: the latest re-appointment with what was promised before, or one that is prepared. After the
//! promise has passed: the letter that was sent then, on the same sheet, which says that it puts nothing off.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::rules::late_letter;
use crate::one_stop::store::{self, Apology, Dossier, LateLetter};
use kernel::{Day, Half, Moment};
use platform::Ctx;
use platform::error::Result;
use serde_json::{Map, Value as Json, json};

/// Prints the latest apology.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let extensions = store::extensions(&ctx.app.store, dossier.id).await?;
    let late = store::late_letters(&ctx.app.store, dossier.id).await?.pop();
    if let Some(late) = late.filter(|late| extensions.last().is_none_or(|e| e.extended_at < late.sent_at)) {
        return print_late(ctx, dossier, &late).await;
    }
    let Some(last) = extensions.last() else {
        return Err(sheet::none("one-stop-refused-paper-04"));
    };
    let old = Moment::from_micros(last.old_due_at);
    let new = Moment::from_micros(last.new_due_at);
    // The window is known of the promise in force; an older one is shown by its last minute.
    let from =
        dossier.due_from_at.filter(|_| dossier.due_at == Some(last.new_due_at)).map(Moment::from_micros);
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let mut inputs =
        sheet::inputs(ctx, dossier, &last.letter_number, Moment::from_micros(last.extended_at).day())?;
    let own = keys(
        ctx,
        dossier,
        &version.body.field.name,
        &Told {
            due: sheet::window(old, None),
            new_due: sheet::window(new, from),
            reason: &last.reason,
            times: Some(extensions.len()),
        },
    );
    inputs.extend(own);
    sheet::print(ctx, forms::APOLOGY, inputs, Vec::new()).await
}

/// Prints a letter that was sent after the promise had passed.
async fn print_late(ctx: &Ctx, dossier: &Dossier, late: &LateLetter) -> Result<Vec<u8>> {
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let sent = Moment::from_micros(late.sent_at).day();
    let mut inputs = sheet::inputs(ctx, dossier, &late.letter_number, sent)?;
    let told = Told {
        due: sheet::window(Moment::from_micros(late.due_at), None),
        new_due: json!({"on": late.expected_on}),
        reason: &late.reason,
        times: None,
    };
    inputs.extend(keys(ctx, dossier, &version.body.field.name, &told));
    sheet::print(ctx, forms::APOLOGY, inputs, Vec::new()).await
}

/// Prints a letter that was prepared and not sent: without a number, with the day proposed. Once the promise has passed the day
/// that was proposed is none to promise any more: it stands open.
pub async fn draft(ctx: &Ctx, dossier: &Dossier, prepared: &Apology) -> Result<Vec<u8>> {
    let (Some(due), Ok(day)) = (dossier.due(), prepared.new_due_on.parse::<Day>()) else {
        return Err(sheet::none("one-stop-refused-paper-04"));
    };
    let passed = late_letter(Some(due), None, ctx.now).is_ok();
    let calendar = ctx.app.calendars().of(dossier.agency_id)?;
    let new = calendar.end_of_half(calendar.open_on_or_after(day), Half::Afternoon);
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let mut inputs = sheet::inputs(ctx, dossier, "", ctx.today())?;
    let own = keys(
        ctx,
        dossier,
        &version.body.field.name,
        &Told {
            due: sheet::window(due, None),
            new_due: if passed { Json::Null } else { sheet::window(new, None) },
            reason: &prepared.reason,
            times: (!passed).then(|| usize::try_from(dossier.extension_count).unwrap_or(0) + 1),
        },
    );
    inputs.extend(own);
    sheet::print(ctx, forms::APOLOGY, inputs, Vec::new()).await
}

/// What a letter says of its own.
struct Told<'a> {
    due: Json,
    new_due: Json,
    reason: &'a str,
    /// The how-manieth new appointment it is; none: it makes no appointment, since the promise has passed.
    times: Option<usize>,
}

fn keys(ctx: &Ctx, dossier: &Dossier, field: &str, told: &Told<'_>) -> Map<String, Json> {
    let vi = sheet::vietnamese(&ctx.app);
    let own = json!({
        "domain": field,
        "due": told.due,
        "new_due": told.new_due,
        "reasons": told.reason,
        "times": told.times,
        "late": told.times.is_none(),
        "return_place": vi.tn(
            &format!("one-stop-paper-return-{}", dossier.result_delivery),
            &[
                ("agency", ctx.app.directory().name(dossier.agency_id).to_owned()),
                ("address", dossier.owner_address.clone()),
            ],
        ),
        "recipients": [vi.t("one-stop-paper-to-above"), vi.t("one-stop-paper-to-desk")],
    });
    match own {
        Json::Object(own) => own,
        _ => Map::new(),
    }
}
