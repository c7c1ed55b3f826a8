//! /ho-so/{id}/sua: the clerk puts right what was written down of the people and the delivery, with the reason.

use super::form::{Draft, LONG};
use super::{Case, Deed, correct_files, people};
use crate::one_stop::acts::{self, Corrected};
use crate::one_stop::pages::intake_form::DELIVERIES;
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// What stands now, as the form's fields hold it.
pub fn standing(dossier: &Dossier) -> Result<Submitted> {
    let mut standing = Submitted::default();
    let mut holds = |name: &str, text: &str| {
        standing.fields.insert(name.to_owned(), vec![text.to_owned()]);
    };
    holds("ho-ten", &dossier.owner_name);
    holds("so-giay-to", &dossier.owner_identity);
    holds("dia-chi", &dossier.owner_address);
    holds("dien-thoai", &dossier.owner_phone);
    holds("thu-dien-tu", &dossier.owner_email);
    if let Some(proxy) = dossier.proxy()? {
        holds("thay-ho-ten", &proxy.name);
        holds("thay-so-giay-to", &proxy.identity_number);
        holds("thay-dien-thoai", &proxy.phone);
    }
    holds("tra-ket-qua", &dossier.result_delivery);
    Ok(standing)
}

/// Fields, holding what stands now until something else was typed.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let mut standing = standing(&case.dossier)?;
    // What was typed stands before what is kept, an emptied field too.
    standing.fields.extend(draft.typed.fields.clone());
    let draft = Draft { ctx, typed: &standing, errors: draft.errors };
    let deliveries = DELIVERIES.map(|d| (d, ctx.t(&format!("one-stop-delivery-{d}"))));
    let mut fields = vec![Field::heading(ctx.t("one-stop-owner"))];
    fields.extend(people::owner_fields(&draft));
    fields.extend(people::proxy_fields(&draft, &case.version.body));
    fields.push(draft.radios("tra-ket-qua", deliveries.into(), "counter"));
    fields.extend(correct_files::fields(case, &draft).await?);
    fields.push(draft.area("ly-do", 2).hint(ctx.t("one-stop-hint-ly-do-sua")));
    Ok(fields)
}

/// Puts it right.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Correct).await?;
    let outcome = corrected(&case, &typed).await;
    case.outcome(Deed::Correct, &typed, outcome).await
}

/// What shall stand, as typed.
pub async fn corrected(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let owner = people::owner(typed, &mut errors);
    let proxy = people::proxy(typed, &mut errors);
    people::check(&owner, proxy.as_ref(), &case.version.body, &mut errors);
    let delivery = typed.text("tra-ket-qua").to_owned();
    if !DELIVERIES.contains(&delivery.as_str()) {
        errors.add("tra-ket-qua", "form-required");
    }
    let reason = typed.required(&mut errors, "ly-do", LONG);
    let chosen = correct_files::read(case, typed, &mut errors).await?;
    errors.check()?;
    let files = correct_files::stored(case, chosen).await?;
    // The desk's form asks a proxy for name, number and telephone; what else is known of the same person stays.
    let proxy = match (proxy, case.dossier.proxy()?) {
        (Some(new), Some(old)) if new.name == old.name => {
            Some(contracts::dossiers::Person { address: old.address, email: old.email, ..new })
        }
        (new, _) => new,
    };
    let corrected = Corrected { owner, proxy, delivery, files };
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::correct(&case.ctx.app, &case.ctx.actor(), id, seen, &corrected, &reason).await
}
