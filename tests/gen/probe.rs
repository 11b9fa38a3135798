//! Raises and reads errors with the generated Rust code; prints what every language has to print.

#[path = "errors/mod.rs"]
mod errors;

use errors::{acme_billing as billing, acme_text as text, Status, Verdict};
use std::io::BufRead;

macro_rules! show {
    ($e:expr) => {{
        let e = $e;
        println!("{}\n{}\n{}|{}", e.to_envelope(), e.to_problem(), e.user_text(false), e.user_text(true));
    }};
}

macro_rules! read {
    ($found:expr) => {
        if let Some(r) = $found {
            let e = &r.error;
            let (status, verdict) = (e.status(), e.verdict());
            println!("{}|{}|{}|{}|{}", e.name(), r.code, status.name(), verdict.name(), status.http());
            println!("{}\n{}", r.to_envelope(), r.to_problem());
            continue;
        }
    };
}

fn main() {
    show!(billing::Error::CardExpired { card: "42 \"{days}\" 卡😀".to_string(), days: -3 });
    show!(billing::Error::AmountRefused { amount: 1.5, final_: true });
    show!(billing::Error::AmountRefused { amount: 2.0, final_: false });
    show!(billing::Error::Busy);
    show!(billing::Error::SeatTaken);
    show!(billing::Error::LedgerClosed);
    show!(text::Error::AccessDenied { resource: "C:\\new\n{resource}".to_string() });

    let boxed: Box<dyn std::error::Error> = Box::new(billing::Error::CardExpired { card: "1".into(), days: 1 });
    let e = boxed.downcast_ref::<billing::Error>().expect("it is found by its type");
    assert_eq!(e.status(), Status::FailedPrecondition);
    assert_eq!(e.verdict(), Verdict::FixState);
    assert_eq!(e.to_string(), "card 1 expired 1 days ago");
    assert_eq!(e.code(), billing::code::CARD_EXPIRED.to_string());
    assert_eq!(billing::find("500").map(|d| d.name), Some("class_full"));
    assert!(billing::find("1").is_none());

    for line in std::io::stdin().lock().lines() {
        let body = line.expect("the input is UTF-8");
        read!(billing::recognize(&body));
        read!(text::recognize(&body));
        println!("-");
    }
}
