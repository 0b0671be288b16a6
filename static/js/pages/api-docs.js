// @ts-check
/** The API page: hands the OpenAPI document to Swagger UI, which the page has loaded before this module. */

const element = /** @type {HTMLElement} */ (document.getElementById("api"));
const { SwaggerUIBundle } = /** @type {any} */ (globalThis);
SwaggerUIBundle({ url: element.dataset.openapi, domNode: element, deepLinking: true, validatorUrl: null });
