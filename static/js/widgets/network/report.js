// @ts-check
/** In words what happened: a paragraph a lane, and what the lanes say together. */

export class Report {
  /** @param {HTMLElement} element */
  constructor(element) {
    this._element = element;
    this._said = "";
  }

  /** @param {{lanes: {letter: string, slot: number, title: string, words: string}[], together: string}} content */
  show(content) {
    const said = JSON.stringify(content);
    if (said === this._said) return;
    this._said = said;
    const paragraphs = content.lanes.filter(({ words }) => words !== "").map(({ letter, slot, title, words }) => {
      const paragraph = document.createElement("p");
      paragraph.className = `net-said cost-${slot}`;
      const badge = Object.assign(document.createElement("span"), { className: "lane-letter", textContent: letter });
      const name = Object.assign(document.createElement("strong"), { textContent: `${title}. ` });
      paragraph.append(badge, name, words);
      return paragraph;
    });
    if (content.together !== "") paragraphs.push(Object.assign(document.createElement("p"), { className: "net-together", textContent: content.together }));
    this._element.replaceChildren(...paragraphs);
  }
}
