import '../../styles/frontier.css';
import '../../styles/studies.css';
import { Loaded } from '../../parts/loaded.tsx';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type StudyList as Listed, studyPath, type StudyShown } from './study-data.ts';
import { StudyList } from './study-list.tsx';
import { StudyView } from './study-view.tsx';

/** The searches of the book, and one of them. */
export function Page({ rest }: { readonly rest: string }) {
  return rest === '' ? <All /> : <One key={rest} name={rest} />;
}

function All() {
  const asked = useAnswer<Listed>('/studies');
  return (
    <>
      <h1>Studies</h1>
      <Loaded asked={asked} what="Loading the studies">
        {({ studies }) => <StudyList studies={studies} />}
      </Loaded>
    </>
  );
}

function One({ name }: { readonly name: string }) {
  const asked = useAnswer<StudyShown>(studyPath(name));
  return (
    <>
      <p class="crumbs">
        <a href={linkTo('/studies')}>Studies</a>
      </p>
      <h1>
        <bdi>{name}</bdi>
      </h1>
      <Loaded asked={asked} what="Loading the study">
        {(study) => <StudyView study={study} />}
      </Loaded>
    </>
  );
}
