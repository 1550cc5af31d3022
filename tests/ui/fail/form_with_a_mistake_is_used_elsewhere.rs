use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::WebRedirect)]
struct Page(String);

fn open(client: &Client, page: &Page) -> Result<String, NotExecuted> {
    let form = client.form(page)?;
    Ok(format!("{} {form:?}", page.0))
}

fn main() {}
