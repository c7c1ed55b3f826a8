//! Whose request it is behind proxies: the right-most address of the forwarding header that no trusted proxy has.
//! Without trusted proxies the header is not read, since anybody can send one.

use super::net::{Net, read};
use crate::error::{Error, Result};
use axum::http::{HeaderMap, HeaderValue};
use std::net::IpAddr;

/// Proxies whose word on the caller's address is taken.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    trusted: Vec<Net>,
    forwarded: bool,
}

impl Proxies {
    /// From the settings: addresses or networks such as "10.0.0.0/8", and the header that the proxies write
    /// (`x-forwarded-for` or `forwarded`); a fault names what cannot be read.
    pub fn new(trusted: &[String], header: &str) -> Result<Proxies> {
        let trusted = read("trusted_proxies", trusted)?;
        let forwarded = match header.to_ascii_lowercase().as_str() {
            "x-forwarded-for" => false,
            "forwarded" => true,
            other => {
                return Err(Error::fault(
                    "setting proxy_header",
                    format!("{other:?} is neither x-forwarded-for nor forwarded"),
                ));
            }
        };
        Ok(Proxies { trusted, forwarded })
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.holds(address))
    }

    /// Whether a peer may stand between browsers and the program: a trusted proxy, or anything on this machine.
    pub fn may_stand_between(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        peer.is_loopback() || self.trusts(peer)
    }

    /// The caller's address: the peer's own unless it is trusted, else the right-most one it names that is not.
    ///
    /// What stands left of that was written by the caller and is worth nothing.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut caller = peer.to_canonical();
        if !self.trusts(caller) {
            return caller;
        }
        let name = if self.forwarded { "forwarded" } else { "x-forwarded-for" };
        // As bytes: what the caller wrote may be no text, and must not take the proxy's own word with it.
        let lines: Vec<&[u8]> = headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
        for hop in lines.iter().flat_map(|line| line.split(|byte| *byte == b',')).rev() {
            let Ok(hop) = std::str::from_utf8(hop) else { break };
            let named = if self.forwarded { forwarded_for(hop) } else { address(hop) };
            let Some(named) = named else { break };
            caller = named;
            if !self.trusts(caller) {
                break;
            }
        }
        caller
    }
}

/// The address in `for=…` of one hop of a Forwarded header (RFC 7239).
fn forwarded_for(hop: &str) -> Option<IpAddr> {
    hop.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| address(value.trim().trim_matches('"')))?
    })
}

/// An address, with or without a port: `1.2.3.4`, `1.2.3.4:5`, `2001:db8::1`, `[2001:db8::1]:5`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => text,
    };
    let with_port =
        || bare.rsplit_once(':').filter(|(host, _)| !host.contains(':')).and_then(|(h, _)| h.parse().ok());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn proxies(trusted: &[&str], header: &str) -> Proxies {
        Proxies::new(&trusted.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>(), header).unwrap()
    }

    fn caller(proxies: &Proxies, peer: &str, pairs: &[(&'static str, &'static str)]) -> String {
        proxies.caller(peer.parse().unwrap(), &headers(pairs)).to_string()
    }

    #[test]
    fn without_trusted_proxies_no_header_is_read() {
        let none = Proxies::default();
        assert_eq!(caller(&none, "203.0.113.5", &[("x-forwarded-for", "1.2.3.4")]), "203.0.113.5");
    }

    #[test]
    fn a_stranger_cannot_choose_their_address() {
        let known = proxies(&["10.0.0.0/8"], "x-forwarded-for");
        // Straight to the server: the header is the stranger's own.
        assert_eq!(caller(&known, "203.0.113.5", &[("x-forwarded-for", "1.2.3.4")]), "203.0.113.5");
        // Through the proxy, which appends the true address to what the stranger sent.
        assert_eq!(caller(&known, "10.0.0.1", &[("x-forwarded-for", "1.2.3.4, 203.0.113.5")]), "203.0.113.5");
        let two = [("x-forwarded-for", "10.9.9.9"), ("x-forwarded-for", "203.0.113.5, 10.0.0.2")];
        assert_eq!(caller(&known, "10.0.0.1", &two), "203.0.113.5");
        // A header of the other kind is not the proxy's word.
        assert_eq!(caller(&known, "10.0.0.1", &[("forwarded", "for=1.2.3.4")]), "10.0.0.1");
        // What cannot be read ends the chain.
        assert_eq!(caller(&known, "10.0.0.1", &[("x-forwarded-for", "1.2.3.4, unknown")]), "10.0.0.1");
    }

    #[test]
    fn a_stranger_cannot_hide_behind_bytes_that_are_no_text() {
        let known = proxies(&["10.0.0.0/8"], "x-forwarded-for");
        let mut sent = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"\xff\xfe, 203.0.113.5").unwrap();
        sent.append("x-forwarded-for", line);
        assert_eq!(known.caller("10.0.0.1".parse().unwrap(), &sent).to_string(), "203.0.113.5");
    }

    #[test]
    fn addresses_come_with_ports_brackets_and_mapped() {
        let known = proxies(&["127.0.0.1", "fd00::/8"], "forwarded");
        let quoted = [("forwarded", "for=1.2.3.4;proto=http, For=\"[2001:db8::1]:4711\";by=x")];
        assert_eq!(caller(&known, "::ffff:127.0.0.1", &quoted), "2001:db8::1");
        assert_eq!(caller(&known, "fd00::7", &[("forwarded", "for=203.0.113.5:80")]), "203.0.113.5");
    }

    #[test]
    fn a_mistake_in_the_setting_is_named() {
        assert!(Proxies::new(&["10.0.0.0/33".to_owned()], "forwarded").is_err());
        assert!(Proxies::new(&["proxy".to_owned()], "forwarded").is_err());
        assert!(Proxies::new(&[], "x-real-ip").is_err());
    }
}
