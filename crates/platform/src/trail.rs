//! What was refused, for whoever watches the log: tries at the door, rights not held, limits reached, foreign forms.
//! Of the caller it keeps the account's number and the network, not the address: enough to see a pattern, not a person.

use crate::http::Ctx;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Writes one line under the target `security`.
pub fn note(ctx: &Ctx, event: &'static str, what: &str) {
    let account = ctx.viewer.as_ref().map(|viewer| viewer.account_id);
    tracing::info!(target: "security", event, what, account, network = network(&ctx.address), "refused");
}

/// The network of an address: /24 of the old protocol, /48 of the new.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(v4)) => format!("{}/24", Ipv4Addr::from_bits(v4.to_bits() & 0xffff_ff00)),
        Ok(IpAddr::V6(v6)) => format!("{}/48", Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 80))),
        Err(_) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn a_network_tells_of_no_single_caller() {
        assert_eq!(network("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(network("::ffff:203.0.113.77"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
        assert_eq!(network(""), "?");
    }
}
