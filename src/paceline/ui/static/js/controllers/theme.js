// Chooses light, dark or the device's theme; the server renders the choice from the cookie next time.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  choose({ params, currentTarget }) {
    const root = document.documentElement;
    if (params.choice === 'auto') delete root.dataset.theme;
    else root.dataset.theme = params.choice;
    const secure = location.protocol === 'https:' ? ';secure' : '';
    document.cookie = `theme=${params.choice};path=/;max-age=31536000;samesite=lax${secure}`;
    for (const button of this.element.querySelectorAll('[data-theme-choice-param]')) {
      button.setAttribute('aria-pressed', String(button.dataset.themeChoiceParam === params.choice));
    }
    currentTarget.focus();
    document.dispatchEvent(new CustomEvent('paceline:theme'));
  }
}
