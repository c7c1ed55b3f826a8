//! How a payment gateway is spoken to: where the payer is sent, which call-backs are believed, what an order's state is.

use super::rules::online::{self, Doubt, Fields, Told};
use super::store::{DemandRow, OrderRow};
use async_trait::async_trait;
use axum::http::{HeaderMap, Method};
use kernel::Moment;
use platform::App;
use platform::error::{Error, Result};
use platform::outward::{Call, NamedBy};
use platform::settings::Payment;
use std::sync::Arc;
use url::Url;

/// Address of the call-back.
pub const CALL_BACK: &str = "/nop-tien/goi-lai";
/// Below which the training gateway stands.
pub const SANDBOX: &str = "/cong-thu-nghiem";

/// A gateway.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Where the payer goes to pay an order, and whence they come back.
    fn pay_url(&self, of: &DemandRow, order: &OrderRow, now: Moment) -> Result<Url>;
    /// Reads a call-back, if it is to be believed.
    fn believe(&self, fields: &Fields, now: Moment) -> Result<Told, Doubt>;
    /// Asks what became of an order; `None` where the gateway does not know it or cannot be reached.
    async fn ask(&self, app: &App, code: &str) -> Result<Option<Told>>;
}

/// The gateway of the settings, if they name one.
pub fn of(app: &App) -> Option<Arc<dyn Gateway>> {
    let payment = app.settings.payment.clone()?;
    let base = app.settings.base_url();
    Some(Arc::new(Signed { payment, base }))
}

/// A gateway that signs with a secret both sides hold.
struct Signed {
    payment: Payment,
    base: String,
}

impl Signed {
    /// An address of the gateway with signed fields.
    fn address(&self, what: &str, fields: Fields, now: Moment) -> Result<Url> {
        let root =
            if self.payment.sandbox { format!("{}{SANDBOX}", self.base) } else { self.payment.url.clone() };
        let mut url = Url::parse(&format!("{}/{what}", root.trim_end_matches('/')))
            .map_err(|e| Error::fault("setting payment.url", e))?;
        let signed = online::sign(self.payment.secret.reveal(), fields, seconds(now));
        url.query_pairs_mut().extend_pairs(signed);
        Ok(url)
    }

    fn named(&self, code: &str) -> Fields {
        let named = [("merchant", self.payment.merchant.clone()), ("order", code.to_owned())];
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// What an address of ours is below the city's own: who came by another name of the house (the office's, a number) stays
/// with it, as a form may lead nowhere else (form-action). None for another's address.
pub fn at_home<'a>(app: &App, address: &'a str) -> Option<&'a str> {
    address.strip_prefix(app.settings.base_url().trim_end_matches('/')).filter(|path| path.starts_with('/'))
}

/// Seconds since 1970.
pub fn seconds(now: Moment) -> i64 {
    now.micros() / 1_000_000
}

#[async_trait]
impl Gateway for Signed {
    fn pay_url(&self, of: &DemandRow, order: &OrderRow, now: Moment) -> Result<Url> {
        let mut fields = self.named(&order.code);
        fields.insert("amount".to_owned(), order.amount.to_string());
        fields.insert("about".to_owned(), of.dossier_code.clone());
        fields.insert("back".to_owned(), format!("{}/nop-tien/{}/ve", self.base, of.pay_key));
        fields.insert("notify".to_owned(), format!("{}{CALL_BACK}", self.base));
        self.address("thanh-toan", fields, now)
    }

    fn believe(&self, fields: &Fields, now: Moment) -> Result<Told, Doubt> {
        online::verify(self.payment.secret.reveal(), fields, seconds(now), self.payment.window_seconds)?;
        Told::read(fields)
    }

    async fn ask(&self, app: &App, code: &str) -> Result<Option<Told>> {
        let to = self.address("tinh-trang", self.named(code), app.clock.now())?;
        let call = Call {
            to,
            method: Method::GET,
            headers: HeaderMap::new(),
            body: bytes::Bytes::new(),
            named_by: NamedBy::Settings,
        };
        let answer = match app.outward.send(call).await {
            Ok(answer) if (200..300).contains(&answer.status) => answer,
            Ok(answer) => {
                tracing::warn!(order = code, status = answer.status, "the gateway does not tell of an order");
                return Ok(None);
            }
            Err(failed) => {
                tracing::warn!(order = code, %failed, "the gateway cannot be asked");
                return Ok(None);
            }
        };
        let fields: Fields = serde_json::from_slice(&answer.body).unwrap_or_default();
        // An answer about another order is none about this one.
        Ok(self.believe(&fields, app.clock.now()).ok().filter(|told| told.order == code))
    }
}
