use lianlian::value::{FieldValue, kind};
use lianlian::*;
use std::borrow::Cow;
use std::marker::PhantomData;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup<'a, 'b: 'a, T, U = String, const VERSION: usize = 1>
where
    T: Clone,
    U: ?Sized,
{
    #[lianlian(field = "no_order")]
    id: Cow<'a, str>,
    user_id: &'b T,
    #[lianlian(field = "query_version")]
    version: Version<VERSION>,
    #[lianlian(skip)]
    #[allow(dead_code)]
    marker: PhantomData<fn(&U)>,
}

struct Version<const N: usize>;

impl<const N: usize> FieldValue<kind::Text> for Version<N> {
    fn value(&self) -> value::Value<'_> {
        value::Value::owned(format!("{N}.0"))
    }
}

fn main() {
    let user_id = "u".to_owned();
    let lookup: Lookup<'_, '_, String, str, 2> =
        Lookup { id: "42".into(), user_id: &user_id, version: Version, marker: PhantomData };
    assert_source!(
        lookup,
        "no_order=42&oid_partner=201304121000001004&query_version=2.0&sign_type=RSA&user_id=u"
    );
}
