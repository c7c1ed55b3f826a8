//! Short texts: days, periods, templates of codes, networks, browsers' names.

use kernel::{CodeTemplate, Day, Period};
use platform::agent::{name, same_family};
use platform::http::net::{Net, is_public};
use std::net::IpAddr;

/// A day that is read is written as it stood; the Vietnamese order names the same day.
pub fn day(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(day) = text.parse::<Day>() {
        assert_eq!(day.to_string(), text, "a day has one ISO spelling");
    }
    if let Ok(day) = Day::parse_vn(text) {
        assert_eq!(Day::parse_vn(&day.vn()), Ok(day));
        assert_eq!(day.to_string().parse::<Day>(), Ok(day));
    }
}

/// A period that is read is written as it stood, and its days are in order.
pub fn period(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(period) = text.parse::<Period>() {
        assert_eq!(period.code(), text, "a period has one code");
        assert!(period.first() <= period.last(), "{text}");
    }
}

/// A template of codes that is read is kept as it stood, and what it writes holds the number.
pub fn code(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(template) = text.parse::<CodeTemplate>() else { return };
    assert_eq!(template.to_string(), text);
    let Some(day) = Day::ymd(2012, 10, 5) else { return };
    let written = template.write("H13", "TP", day, 4711).0;
    assert!(written.contains("4711"), "{written}");
    assert!(written.len() <= text.len() * 4 + 16, "a code of {} bytes", written.len());
}

/// A network holds the address it is named by.
pub fn network(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(net) = Net::parse(text) else { return };
    let named = text.trim().split('/').next().and_then(|address| address.parse::<IpAddr>().ok());
    assert!(named.is_some_and(|address| net.holds(address)), "{text}");
    let public = named.is_some_and(is_public);
    let mapped = named.map(|address| match address {
        IpAddr::V4(v4) => IpAddr::V6(v4.to_ipv6_mapped()),
        v6 @ IpAddr::V6(_) => v6,
    });
    assert_eq!(mapped.is_some_and(is_public), public, "an address is not public by another spelling");
}

/// A browser's name in few words, and of its own family.
pub fn agent(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert!(name(&text).chars().count() <= 60);
    assert!(same_family(&text, &text));
}
